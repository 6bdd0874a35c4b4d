import { expect, test } from 'vitest';
import { edgeKeepsNetworksApart } from '../../../../../src/deploy/check/rules/replacing/edge-keeps-networks-apart.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const on = (...names: string[]) => ({ image: 'x', networks: Object.fromEntries(names.map((name) => [name, null])) });

function messages(services: Record<string, ComposeService>, update: Record<string, 'rolling' | 'recreate'>) {
  return edgeKeepsNetworksApart.look(inputOf({ services, draft: { settings: { update } } })).map(({ message }) => message);
}

test('rolling services on different networks meet in the edge', () => {
  const services = { web: on('front'), admin: on('back'), db: on('back') };
  expect(messages(services, { web: 'rolling', admin: 'rolling' })).toEqual([
    'web, admin are on different networks, and the edge in front of them joins back, front',
  ]);
});

test('on the same networks, or one alone, they do not', () => {
  expect(messages({ web: on('front', 'back'), admin: on('back', 'front') }, { web: 'rolling', admin: 'rolling' })).toEqual([]);
  expect(messages({ web: on('front'), admin: on('back') }, { web: 'rolling', admin: 'recreate' })).toEqual([]);
  expect(messages({ web: on('front') }, {})).toEqual([]);
});
