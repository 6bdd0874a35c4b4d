import { expect, test } from 'vitest';
import type { ComposeFile, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { inDependencyOrder, needsOf } from '../../../src/deploy/plan/needs.ts';
import { planOf, printed, stackOf } from './workbench.ts';

const file = (services: Record<string, ComposeService>): ComposeFile => ({ name: 'shop', services });

test('each comes after all it needs, else by name', () => {
  const services = {
    a: { depends_on: { c: { condition: 'service_started' as const } } },
    b: {},
    c: { network_mode: 'service:d' },
    d: {},
  };
  expect(inDependencyOrder(file(services))).toEqual(['d', 'c', 'a', 'b']);
});

test.each([
  ['network', { network_mode: 'service:vpn' }],
  ['ipc', { ipc: 'service:vpn' }],
  ['pid', { pid: 'service:vpn' }],
  ['volumes', { volumes_from: ['vpn:ro'] }],
])('whose %s a service joins has to run', (_what, joins) => {
  expect(needsOf(joins, file({ web: joins, vpn: {} }))).toEqual([{ service: 'vpn', condition: 'service_started', required: true }]);
});

test('a condition that is written counts for more than joining', () => {
  const web = { network_mode: 'service:vpn', depends_on: { vpn: { condition: 'service_healthy' as const, required: false } } };
  expect(needsOf(web, file({ web, vpn: {} }))).toEqual([{ service: 'vpn', condition: 'service_healthy', required: false }]);
});

test('what no chosen profile runs is not waited for', () => {
  expect(needsOf({ depends_on: { debug: { condition: 'service_started', required: false } } }, file({}))).toEqual([]);
  expect(needsOf({ network_mode: 'container:other', volumes_from: ['container:other'] }, file({}))).toEqual([]);
});

test('every condition has its words', () => {
  const stack = stackOf({
    services: {
      web: {
        image: 'w',
        depends_on: {
          db: { condition: 'service_healthy' },
          seed: { condition: 'service_completed_successfully' },
          mail: { condition: 'service_started' },
        },
      },
      ...{ db: { image: 'd' }, seed: { image: 's' }, mail: { image: 'm' } },
    },
  });
  expect(printed(planOf(stack))).toContain('start web once db is healthy, seed is done, mail runs — this instance does not run yet');
});
