import { expect, test } from 'vitest';
import { imagesAreThere } from '../../../../../src/deploy/check/rules/images/images-are-there.ts';
import { dockerfileOf } from '../../dockerfile-of.ts';
import { inputOf } from '../../input.ts';

const looked = (image: string, ...related: string[]) =>
  imagesAreThere.look(
    inputOf({ services: { web: { image } }, surroundings: { absentImages: { [image]: { related } } } } as Parameters<typeof inputOf>[0]),
  );

test('letters of a tag that were mistyped are mended', () => {
  expect(looked('node:24-alpin', 'node:24-alpine')).toMatchObject([
    { severity: 'warning', repair: [{ edit: 'set', path: ['services', 'web', 'image'], value: 'node:24-alpine' }] },
  ]);
});

test('another version is another program: it is told, and not put in', () => {
  const [found] = looked('postgres:15', 'postgres:16');
  expect(found).toMatchObject({ severity: 'warning', fix: 'postgres:16, if that is meant' });
  expect(found?.repair).toBeUndefined();
});

test('so it is in FROM', async () => {
  const web = await dockerfileOf('FROM node:24-alpin\nCMD ["x"]\n');
  const surroundings = { dockerfiles: { web }, absentImages: { 'node:24-alpin': { related: ['node:24-alpine'] } } };
  expect(imagesAreThere.look(inputOf({ surroundings } as Parameters<typeof inputOf>[0]))).toMatchObject([
    { repair: [{ edit: 'replace', file: '/srv/shop/Dockerfile', line: 1, from: 'node:24-alpin', to: 'node:24-alpine' }] },
  ]);
});
