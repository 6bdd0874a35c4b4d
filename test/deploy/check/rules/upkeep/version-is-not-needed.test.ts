import { expect, test } from 'vitest';
import { versionIsNotNeeded } from '../../../../../src/deploy/check/rules/upkeep/version-is-not-needed.ts';
import { lint } from '../../../../../src/deploy/survey/lint.ts';
import { inputOf } from '../../input.ts';

test('a version line is noted where it stands, and can be taken out', async () => {
  const text = '# shop\nversion: "3.8"\nservices: { web: { image: x } }\n';
  const messages = await lint([{ file: '/srv/shop/compose.yaml', text, data: { version: '3.8', services: { web: { image: 'x' } } } }]);
  expect(versionIsNotNeeded.look(inputOf({ surroundings: { lint: messages } }))).toMatchObject([
    { severity: 'note', at: { file: '/srv/shop/compose.yaml', line: 2 }, repair: [{ edit: 'remove', path: ['version'] }] },
  ]);
});
