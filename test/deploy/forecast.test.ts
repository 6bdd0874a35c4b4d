import { expect, test } from 'vitest';
import { forecast } from '../../src/deploy/forecast.ts';
import type { ComposeFile } from '../../src/deploy/model/compose-file.ts';
import type { Stack } from '../../src/deploy/model/stack.ts';
import { carriedOut, planOf, stackOf } from './plan/workbench.ts';

type Services = ComposeFile['services'];

/** What is foreseen where these services run, and those are asked for. */
function foreseen(running: Services, asked: Services, changes: Partial<Stack> = {}) {
  const observed = carriedOut(planOf(stackOf({ services: running })));
  const stack = stackOf({ services: asked }, changes);
  return forecast(planOf(stack, { observed }), stack);
}

test('services are replaced, stay or go', () => {
  const seen = foreseen(
    { web: { image: 'w:1' }, db: { image: 'd' }, old: { image: 'o' } },
    { web: { image: 'w:2' }, db: { image: 'd' }, extra: { image: 'e' } },
  );
  expect(seen).toMatchObject({
    replaced: [{ service: 'web', strategy: 'recreate', old: ['web-1'], cause: 'its definition or image changed', behind_edge: false }],
    stays: ['db'],
    removed: ['old'],
  });
  expect(seen.edge).toBeUndefined();
});

test('what waits until all is verified is marked', () => {
  const { steps } = foreseen({ web: { image: 'w:1' } }, { web: { image: 'w:2' } });
  expect(steps.filter(({ once_verified: waits }) => waits).map(({ step }) => step)).toEqual(['remove the old web']);
  expect(steps.filter(({ once_verified: waits }) => !waits).map(({ step }) => step)).toEqual([
    'create web',
    'stop the old web',
    'start web',
  ]);
});

test('a service that was to roll and cannot says why', () => {
  const ports = [{ target: 53, published: '8053', protocol: 'udp' }];
  const { replaced } = foreseen(
    { web: { image: 'w:1', ports } },
    { web: { image: 'w:2', ports } },
    { settings: { update: { web: 'rolling' } } },
  );
  expect(replaced).toMatchObject([{ strategy: 'recreate', not_rolling: expect.stringContaining('UDP port 53') as unknown }]);
});

test('the edge shows what leads where', () => {
  const route = { service: 'web', target: 80, listen: 8001, staging: 40_001, published: 8080, several: false };
  const site = { domain: 'a.example.org', service: 'web', target: 80, several: false, staging: 40_001 };
  const edge = { service: 'portside-edge' as const, server: 'nginx' as const, routes: [route], site };
  expect(foreseen({}, { web: { image: 'w' } }, { edge }).edge).toEqual({
    server: 'nginx',
    ports: [{ port: 8080, service: 'web', target: 80 }],
    domain: 'a.example.org',
  });
});
