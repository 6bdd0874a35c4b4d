import { expect, test } from 'vitest';
import { externalNamesArePlain } from '../../../../../src/deploy/check/rules/upkeep/external-names-are-plain.ts';
import { inputOf } from '../../input.ts';

test('the old form is noted, and becomes the new one', () => {
  const files = [{ networks: { proxy: { external: { name: 'edge' } }, own: null }, volumes: { data: { external: true, name: 'd' } } }];
  expect(externalNamesArePlain.look(inputOf({ files }))).toMatchObject([
    {
      severity: 'note',
      at: { file: 'networks.proxy.external' },
      repair: [
        { edit: 'set', path: ['networks', 'proxy', 'external'], value: true },
        { edit: 'set', path: ['networks', 'proxy', 'name'], value: 'edge' },
      ],
    },
  ]);
});
