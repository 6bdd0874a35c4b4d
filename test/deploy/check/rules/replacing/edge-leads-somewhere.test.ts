import { expect, test } from 'vitest';
import { edgeLeadsSomewhere } from '../../../../../src/deploy/check/rules/replacing/edge-leads-somewhere.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

function look(web: ComposeService, port: number) {
  const settings = { edge: { domain: 'a.example.org', to: { service: 'web', port } } };
  return edgeLeadsSomewhere.look(inputOf({ services: { web: { networks: { default: null }, ...web } }, draft: { settings } }));
}

test('a port on which it does not listen is an error with the one that is meant', () => {
  expect(look({ ports: [{ target: 3011 }] }, 3010)).toMatchObject([
    {
      severity: 'error',
      service: 'web',
      message: 'x-portside.edge.to names port 3010 of web, which listens on 3011 as far as its files say',
      fix: 'write web:3011',
      repair: [{ edit: 'set', path: ['x-portside', 'edge', 'to'], value: 'web:3011' }],
    },
  ]);
});

test('a service on no network cannot be reached', () => {
  expect(look({ network_mode: 'host' }, 80)).toMatchObject([{ severity: 'error', fix: expect.stringContaining('networks') as unknown }]);
});

test('the right port, one that nobody knows of, and an unknown service, which is another rule’s', () => {
  expect(look({ ports: [{ target: 3011 }] }, 3011)).toEqual([]);
  expect(look({ expose: ['3010'] }, 3010)).toEqual([]);
  expect(look({}, 3010)).toEqual([]);
  const settings = { edge: { to: { service: 'nobody', port: 1 } } };
  expect(edgeLeadsSomewhere.look(inputOf({ draft: { settings } }))).toEqual([]);
});
