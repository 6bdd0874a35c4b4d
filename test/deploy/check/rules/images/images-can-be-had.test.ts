import { expect, test } from 'vitest';
import { imagesCanBeHad } from '../../../../../src/deploy/check/rules/images/images-can-be-had.ts';
import { inputOf } from '../../input.ts';

test('an image or a build will do', () => {
  expect(imagesCanBeHad.look(inputOf({ services: { a: { image: 'x' }, b: { build: { context: '/srv/shop' } } } }))).toEqual([]);
});

test('neither is an error, and so is a build whose files are not there', () => {
  const services = { a: {}, b: { build: { context: '/srv/gone' } } };
  const found = imagesCanBeHad.look(inputOf({ services, draft: { missingBuildFiles: { b: '/srv/gone' } } }));
  expect(found.map(({ severity, message, at }) => `${severity} ${at?.file}: ${message}`)).toEqual([
    'error services.a: a has neither an image nor a build context',
    'error services.b.build: b cannot be built: there is no /srv/gone',
  ]);
});
