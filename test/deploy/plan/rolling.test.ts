import { expect, test } from 'vitest';
import type { Settings } from '../../../src/contract/settings.ts';
import type { ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { label } from '../../../src/deploy/model/labels.ts';
import type { Observed } from '../../../src/deploy/model/observed.ts';
import type { Stack } from '../../../src/deploy/model/stack.ts';
import { withEdge } from '../../../src/edge/with-edge.ts';
import { type Planning, carriedOut, planOf, printed, stackOf, where } from './workbench.ts';

const onDefault = { networks: { default: null } };
const port = (published: string, target: number) => ({ target, published, protocol: 'tcp', mode: 'ingress' });
const services: Record<string, ComposeService> = {
  web: { image: 'web:1', ...onDefault, ports: [port('8001', 3000)] },
  api: { image: 'api:1', ...onDefault, ports: [port('8002', 4000)] },
};

function shop(rolling: string[], changes: Record<string, ComposeService> = {}): Stack {
  const settings: Settings = { update: Object.fromEntries(rolling.map((service) => [service, 'rolling'])) };
  const stack = stackOf({ services: { ...services, ...changes }, networks: { default: { name: 'shop-demo_default' } } }, { settings });
  return withEdge(stack, stack, new Set());
}

const next = { image: 'web:2', ...onDefault, ports: [port('8001', 3000)] };
const behind = shop(['web']);
const running = carriedOut(planOf(behind));
const second = (stack: Stack, observed: Observed, more: Planning = {}) =>
  planOf(stack, { observed, execution: 'second', edgeBefore: behind.edge, ...more });

test('a fresh stack: the edge is configured and started last, and holds the ports', () => {
  const first = planOf(behind);
  expect(printed(first)).toBe(`
create network shop-demo_default_###### — network default of this instance does not exist yet
create api, web, portside-edge — this instance does not run yet
start api — this instance does not run yet
start web — this instance does not run yet
configure portside-edge once web runs — this instance does not run yet
start portside-edge once web runs — this instance does not run yet
`);
  const { web, api } = first.compose.services;
  expect(web?.ports).toBeUndefined();
  expect(web?.labels?.[label.slot]).toBe('a');
  expect(web?.networks).toEqual({ default: { aliases: ['web.a.portside'] } });
  expect(api?.ports).toHaveLength(1);
  expect(api?.labels?.[label.slot]).toBeUndefined();
  expect(first.probes.map((probe) => `${probe.kind} ${probe.service}`)).toEqual(['tcp web', 'tcp api']);
});

test('nothing changed: which slot a container stands in is no difference', () => {
  expect(printed(second(behind, running))).toBe('\n');
  const inB = where(running, 'web', {
    labels: { ...running.containers.find(({ service }) => service === 'web')?.labels, [label.slot]: 'b' },
  });
  const again = second(behind, inB);
  expect(printed(again)).toBe('\n');
  expect(again.compose.services['web']?.labels?.[label.slot]).toBe('b');
});

test('the new version starts in the other slot, is switched to, and the old one is drained once all is verified', () => {
  const rolled = second(shop(['web'], { web: next }), running);
  expect(printed(rolled)).toBe(`
create web — its definition or image changed
start web — its definition or image changed
switch to the new web — its definition or image changed
finishing:
drain the old web — its definition or image changed
remove the old web — its definition or image changed
`);
  expect(rolled.replaced).toMatchObject([{ service: 'web', strategy: 'rolling', slot: { from: 'a', to: 'b' } }]);
  expect(rolled.compose.services['web']?.networks).toEqual({ default: { aliases: ['web.b.portside'] } });
});

test('a service moves behind the edge for the first time: it still holds its port, and is recreated this once', () => {
  const holding = carriedOut(planOf(shop([])));
  const before = where(holding, 'web', { published: [{ target: 3000, protocol: 'tcp', port: 8001, hostIp: '0.0.0.0' }] });
  const cause = 'its definition or image changed; it moves behind the edge, which takes its host port: this once it is recreated';
  expect(printed(second(behind, before, { edgeBefore: undefined }))).toBe(`
create web, portside-edge — ${cause}; the file names it, and it does not run
stop the old web — ${cause}; another service takes its port
start web — ${cause}
configure portside-edge once web runs — the file names it, and it does not run
start portside-edge once web runs — the file names it, and it does not run
finishing:
remove the old web — ${cause}
`);
});

test('an edge that is made anew begins with the new version: there is nothing to switch', () => {
  const both = second(shop(['web', 'api'], { web: next }), running);
  expect(both.steps.filter((step) => step.do === 'switch')).toEqual([]);
  const configure = both.steps.find((step) => step.do === 'configure');
  expect(configure).toMatchObject({ container: 'new', live: { web: 'b', api: 'a' } });
  expect(both.finishing.filter((step) => step.do === 'drain')).toEqual([]);
});

test('another port inside is recreated, and the edge that stays is told', () => {
  const moved = second(shop(['web'], { web: { ...next, ports: [port('8001', 3001)] } }), running);
  expect(printed(moved)).toBe(`
create web — its definition or image changed
stop the old web — its definition or image changed
start web — its definition or image changed
configure portside-edge once web runs — what it leads to changed
finishing:
remove the old web — its definition or image changed
`);
});

test('without an edge any more the service takes its port back', () => {
  const held = where(running, 'portside-edge', { published: [{ target: 8001, protocol: 'tcp', port: 8001, hostIp: '0.0.0.0' }] });
  expect(printed(second(shop([]), held))).toBe(`
create web — its definition or image changed
stop the old portside-edge — the file no longer names it; another service takes its port
stop the old web — its definition or image changed
start web — its definition or image changed
finishing:
remove the old web — its definition or image changed
remove the old portside-edge — the file no longer names it
`);
});

test('a rolling service without ports needs no edge', () => {
  const worker = (image: string) => shop(['worker'], { worker: { image, ...onDefault } });
  expect(worker('worker:1').edge).toBeUndefined();
  expect(printed(second(worker('worker:2'), carriedOut(planOf(worker('worker:1')))))).toBe(`
create worker — its definition or image changed
start worker — its definition or image changed
finishing:
remove the old worker — its definition or image changed
`);
});
