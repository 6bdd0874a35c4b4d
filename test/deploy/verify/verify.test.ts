import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { ContainerDetails } from '../../../src/deploy/model/container.ts';
import type { Expectation, Plan } from '../../../src/deploy/model/plan.ts';
import type { Lease } from '../../../src/deploy/model/port.ts';
import type { Probe, Verdict } from '../../../src/deploy/model/probe.ts';
import { verify } from '../../../src/deploy/verify/verify.ts';
import { createFakeEngine } from '../../../src/engine/fake.ts';
import type { ContainerWatch, Engine } from '../../../src/engine/interface.ts';
import { engineFacts, planOf, stackOf } from '../plan/workbench.ts';
import { container, expectation } from './containers.ts';
import { listen, nobody } from './probes/listen.ts';
import { type Frame, scripted } from './scripted-watch.ts';

interface Looking {
  expectations: Partial<Expectation>[];
  probes?: Probe[];
  leases?: Partial<Lease>[];
  frames: Frame[];
  signal?: AbortSignal;
  host?: string;
  /** What the engine answers where it is asked itself; by default what its events told. */
  inspect?: Engine['inspectContainer'];
}

function seenBy({ current }: ContainerWatch): Engine['inspectContainer'] {
  return (id) => Promise.resolve(['web', 'db'].flatMap(current).find((one) => one.id === id));
}

const lease: Lease = { service: 'web', target: 80, protocol: 'tcp', port: 0, count: 1, index: 0 };
const http: Probe = { kind: 'http', service: 'web', target: 80, path: '/', accept: 'success', tls: false, cause: '' };
const healthy = container({ health: 'healthy', startedAt: 0 });
const db = (health: 'starting' | 'healthy') => container({ id: 'c2', service: 'db', health });

async function look({
  expectations,
  probes = [],
  leases = [],
  frames,
  signal = new AbortController().signal,
  host = '127.0.0.1',
  inspect,
}: Looking) {
  const { watch, clock } = scripted(frames);
  const plan: Plan = { ...planOf(stackOf({ services: {} })), expectations: expectations.map(expectation), probes };
  const told: Verdict[] = [];
  const verdicts = await verify(plan, {
    engine: { ...createFakeEngine({ clock }), inspectContainer: inspect ?? seenBy(watch) },
    facts: { ...engineFacts, local: false, host },
    ...{ watch, clock, signal, leases: leases.map((changes) => ({ ...lease, ...changes })) },
    tell: (verdict) => told.push(verdict),
  });
  expect(told).toEqual(verdicts);
  return verdicts.map(({ service, kind, outcome, detail }) => `${service} ${kind} ${outcome}: ${detail}`);
}

test('health first, then the look from outside', async () => {
  const { port } = await listen(createHttp((_request, response) => response.end('hello')));
  const frames = [{ at: 0, containers: [healthy] }];
  expect(await look({ expectations: [{ proof: 'healthy' }], probes: [http], leases: [{ port }], frames })).toEqual([
    ...['web health passed: healthy', 'web http passed: status 200'],
  ]);
});

test('healthy inside is not enough where nobody answers outside', async () => {
  const { port } = await nobody(createServer());
  const frames = [{ at: 0, containers: [healthy] }];
  expect(await look({ expectations: [{ proof: 'healthy' }], probes: [http], leases: [{ port }], frames })).toEqual([
    ...['web health passed: healthy', 'web http failed: connection refused'],
  ]);
});

test('a service that needs a moment gets it', async () => {
  let asked = 0;
  const { port } = await listen(createHttp((_request, response) => response.writeHead(++asked < 4 ? 503 : 200).end()));
  const frames = [{ at: 0, containers: [healthy] }];
  const verdicts = await look({ expectations: [{ proof: 'healthy' }], probes: [http], leases: [{ port }], frames });
  expect(verdicts.at(-1)).toBe('web http passed: status 200');
});

test('a port that is published twice is looked at twice', async () => {
  const open = await listen(createHttp((_request, response) => response.end()));
  const closed = await nobody(createServer());
  const frames = [{ at: 0, containers: [healthy] }];
  const leases = [{ port: open.port }, { port: closed.port, index: 1 }];
  expect(await look({ expectations: [{ proof: 'healthy' }], probes: [http], leases, frames })).toEqual([
    ...['web health passed: healthy', 'web http passed: status 200', 'web http failed: connection refused'],
  ]);
});

test('UDP is called unprobed and fails nothing', async () => {
  const udp: Probe = { kind: 'udp', service: 'web', target: 53, cause: '' };
  const leases = [{ target: 53, protocol: 'udp' as const, port: 5353 }];
  expect(await look({ expectations: [{ proof: 'healthy' }], probes: [udp], leases, frames: [{ at: 0, containers: [healthy] }] })).toEqual([
    ...['web health passed: healthy', 'web udp unprobed: not probed: UDP gives no answer to look at'],
  ]);
});

test('a probe of a port that is not published says so', async () => {
  const frames = [{ at: 0, containers: [healthy] }];
  expect(await look({ expectations: [{ proof: 'healthy' }], probes: [http], frames })).toContain(
    'web http failed: port 80 is not published',
  );
});

test('a service that has failed is not looked at from outside, and the first failure ends all waiting', async () => {
  const frames = [{ at: 0, containers: [container({ state: 'exited', exitCode: 1 }), db('starting')] }];
  let asked = 0;
  const { port } = await listen(createHttp((_request, response) => response.end(String(asked++))));
  const expectations: Partial<Expectation>[] = [{ proof: 'healthy' }, { service: 'db', proof: 'healthy', deadlineMs: 600_000 }];
  const verdicts = await look({ expectations, probes: [http], leases: [{ port }], frames });
  expect(verdicts).toEqual(['web health failed: exited with code 1']);
  expect(asked).toBe(0);
});

test('an interruption is told from a failure by its words', async () => {
  const frames = [{ at: 0, containers: [container({ health: 'starting' })] }];
  const verdicts = await look({ expectations: [{ proof: 'healthy' }], probes: [http], frames, signal: AbortSignal.abort() });
  expect(verdicts).toEqual(['web health failed: stopped waiting: not healthy yet']);
});

test('a service that falls while it is looked at from outside is what failed, not the look', async () => {
  const { port } = await nobody(createServer());
  const frames = [
    { at: 0, containers: [healthy] },
    { at: 60, containers: [container({ state: 'exited', exitCode: 139 })] },
  ];
  const verdicts = await look({ expectations: [{ proof: 'healthy' }], probes: [http], leases: [{ port }], frames });
  expect(verdicts).toEqual(['web health passed: healthy', 'web running failed: exited with code 139']);
});

test('what has fallen while another was awaited is not verified', async () => {
  const frames = [
    { at: 0, containers: [container(), db('starting')] },
    { at: 1500, containers: [container({ state: 'exited', exitCode: 1 }), db('starting')] },
    { at: 3000, containers: [container({ state: 'exited', exitCode: 1 }), db('healthy')] },
  ];
  expect(await look({ expectations: [{ settleMs: 0 }, { service: 'db', proof: 'healthy' }], frames })).toEqual([
    ...['web running passed: stays up', 'db health passed: healthy', 'web running failed: exited with code 1'],
  ]);
});

test('who dies while the probes look was not seen up, though it is back when they are done', async () => {
  let asked = 0;
  const { port } = await listen(createHttp((_request, response) => response.writeHead(asked++ === 0 ? 503 : 200).end()));
  const frames = [
    { at: 0, containers: [container()] },
    { at: 10, containers: [container({ startedAt: 9 })], deaths: [{ exitCode: 7, at: 8 }] },
  ];
  const verdicts = await look({ expectations: [{ restarts: 'always', settleMs: 0 }], probes: [http], leases: [{ port }], frames });
  expect(verdicts.filter((verdict) => verdict.startsWith('web running passed'))).toHaveLength(2);
});

test('what the engine starts again meanwhile is looked at anew: it has to come back', async () => {
  const last = (web: Partial<ContainerDetails>) => [
    ...[0, 500, 1000, 1500, 2000, 2500].map((at) => ({ at, containers: [container(), db('starting')] })),
    { at: 3000, containers: [container(web), db('healthy')], deaths: [{ exitCode: 7, at: 2900 }] },
  ];
  const expectations: Partial<Expectation>[] = [
    { restarts: 'always', settleMs: 0 },
    { service: 'db', proof: 'healthy' },
  ];
  expect((await look({ expectations, frames: last({ state: 'restarting' }) })).at(-1)).toBe(
    'web running failed: restarting after exit code 7 after 5 s',
  );
  expect((await look({ expectations, frames: last({}) })).at(-1)).toBe('web running passed: stays up');
});

test('a job may end meanwhile', async () => {
  const frames = [
    { at: 0, containers: [container(), db('starting')] },
    { at: 3000, containers: [container({ state: 'exited' }), db('healthy')], deaths: [{ exitCode: 0, at: 2900 }] },
  ];
  expect(
    await look({
      expectations: [
        { mayComplete: true, settleMs: 0 },
        { service: 'db', proof: 'healthy' },
      ],
      frames,
    }),
  ).toEqual([...['web running passed: stays up', 'db health passed: healthy']]);
});

test("a port on the loopback of the engine's machine is unprobed, whoever answers on ours", async () => {
  let asked = 0;
  const { port } = await listen(createHttp((_request, response) => response.end(String(asked++))));
  const leases = [{ port, hostIp: '127.0.0.1' }];
  const frames = [{ at: 0, containers: [healthy] }];
  const expectations: Partial<Expectation>[] = [{ proof: 'healthy' }];
  expect(await look({ expectations, probes: [http], leases, frames, host: 'engine.example' })).toEqual([
    ...['web health passed: healthy', "web http unprobed: not probed: 127.0.0.1 is the engine's machine itself, not this one"],
  ]);
  expect(asked).toBe(0);
  expect((await look({ expectations, probes: [http], leases, frames })).at(-1)).toBe('web http passed: status 200');
});

test('where nobody can look inside, the engine is asked whether the container still is in the same run', async () => {
  const { port } = await listen(createServer(() => undefined));
  const again = container({ startedAt: 12_000 });
  const looking = {
    expectations: [{ proof: 'listening', listens: [80], deadlineMs: 100 }] satisfies Partial<Expectation>[],
    probes: [{ kind: 'tcp', service: 'web', target: 80, cause: '' }] satisfies Probe[],
    leases: [{ port }],
    frames: [{ at: 0, containers: [container()] }],
  };
  expect(await look({ ...looking, inspect: () => Promise.resolve(again) })).toEqual([
    'web running failed: nothing listens on :80 in the container after 0.1 s',
  ]);
  expect(await look(looking)).toEqual(['web running passed: listens on :80', 'web tcp passed: connected, and it stays open']);
});

test('what the engine knows already counts, though its event comes later', async () => {
  const { port } = await listen(createHttp((_request, response) => response.end('hello')));
  const ended = container({ state: 'exited' });
  const frames = [
    { at: 0, containers: [container()] },
    { at: 2000, containers: [ended], deaths: [{ exitCode: 0, at: 100 }] },
  ];
  let asked = 0;
  const inspect = () => Promise.resolve(asked++ === 0 ? container() : ended);
  const looking = { expectations: [{ proof: 'listening', listens: [80] }] satisfies Partial<Expectation>[], frames, inspect };
  expect(await look({ ...looking, probes: [http], leases: [{ port }] })).toEqual([
    ...['web running passed: listens on :80', 'web http passed: status 200', 'web running failed: exited with code 0'],
  ]);
});
