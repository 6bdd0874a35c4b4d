import { expect, test } from 'vitest';
import { stagesAreThere } from '../../../../../src/deploy/check/rules/dockerfile/stages-are-there.ts';
import { dockerfileOf } from '../../dockerfile-of.ts';
import { inputOf } from '../../input.ts';

const stages = 'FROM a AS base\nFROM base AS prod\nCOPY --from=base /x /x\n';

async function found(text: string, target?: string) {
  const web = await dockerfileOf(text, target);
  return stagesAreThere.look(inputOf({ services: { web: { build: { context: '/srv/shop' } } }, surroundings: { dockerfiles: { web } } }));
}

test('a target that is there is right in any case, and by its number', async () => {
  expect(await found(stages, 'PROD')).toEqual([]);
  expect(await found(stages, '0')).toEqual([]);
  expect(await found(stages)).toEqual([]);
});

test('a target that is not there is set to the one that must be meant', async () => {
  expect(await found(stages, 'production')).toMatchObject([
    { severity: 'error', repair: [{ edit: 'set', path: ['services', 'web', 'build', 'target'], value: 'prod' }] },
  ]);
  expect((await found(stages, 'test'))[0]?.repair).toBeUndefined();
});

test('a stage by number must come before; a name that nobody has is an image', async () => {
  expect(await found('FROM a\nCOPY --from=1 /x /x\n')).toMatchObject([{ severity: 'error' }]);
  expect(await found('FROM a AS build\nFROM b\nCOPY --from=nginx /x /x\n')).toEqual([]);
  expect(await found('FROM a AS build\nFROM b\nCOPY --from=bulid /x /x\n')).toMatchObject([{ severity: 'warning' }]);
});
