import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineInfo } from '../../src/deploy/model/engine-info.ts';
import type { EngineFacts } from '../../src/deploy/model/observed.ts';
import type { DoctorTools, EngineSeen, Look, Seen } from '../../src/doctor/look.ts';
import { type FakeEngine, createFakeEngine } from '../../src/engine/fake.ts';
import { history } from '../../src/ledger/history.ts';
import { instances } from '../../src/ledger/instances.ts';
import { journal } from '../../src/ledger/journal.ts';
import { locks } from '../../src/ledger/lock.ts';
import { revisions } from '../../src/ledger/revisions.ts';
import { snapshots } from '../../src/ledger/snapshots.ts';
import { migrations } from '../../src/ledger/schema.ts';
import { leases } from '../../src/ports/leases.ts';
import type { Clock } from '../../src/system/clock.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openDatabase } from '../../src/system/database.ts';
import { systemIds } from '../../src/system/ids.ts';
import { systemNet } from '../../src/system/net.ts';
import { isAlive } from '../../src/system/process.ts';

/** A PORTSIDE_HOME of its own, and an engine in memory. `self`: who works with it, this process unless a test says otherwise. */
export async function workbench({
  pid = process.pid,
  startTime = 'now',
  facts = {} as Partial<EngineFacts>,
  info = {} as Partial<EngineInfo>,
} = {}) {
  const home = await mkdtemp(join(tmpdir(), 'portside-doctor-'));
  const clock: Clock = { ...systemClock, now: () => Date.now() + ahead.ms };
  const ahead = { ms: 0 };
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock, ids: systemIds });
  onTestFinished(async () => {
    await database.close();
    await rm(home, { recursive: true });
  });
  const self = { host: 'here', pid, startTime };
  const engine = createFakeEngine({ clock: systemClock, facts, info });
  const tools = {
    ...{ clock, home, database, ids: systemIds, environment: {}, currentDirectory: home, userHome: home },
    leases: leases(database, systemNet, clock),
    locks: locks(database, self, { isAlive }, clock, systemIds),
    instances: instances(database, clock),
    journal: journal(database, self, { isAlive }, clock),
    history: history(database, home),
    revisions: revisions(database, home),
    snapshots: snapshots(home),
    connect: async () => ({ engine, compose: {} as never, facts: await engine.facts(), environment: {} }),
    parser: {} as never,
    generated: {} as never,
    takeDown: async () => undefined,
    improve: {
      runs: async () => [],
      endRun: async () => undefined,
      enclosures: async () => ({ containers: [], volumes: [] }),
      removeEnclosures: async () => undefined,
    },
  } satisfies DoctorTools;
  return { tools, engine, home, passTime: (ms: number) => void (ahead.ms += ms) };
}

export async function lookAt(look: Look, { tools, engine }: { tools: DoctorTools; engine: FakeEngine }): Promise<Seen[]> {
  if ('look' in look) return look.look(tools);
  const [facts, info] = await Promise.all([engine.facts(), engine.info()]);
  const address = { url: 'unix:///var/run/docker.sock', source: "Docker's default socket", environment: {} };
  const seen: EngineSeen = { engine, facts, info, containers: await engine.listContainers(), reached: { address, engine, facts, info } };
  return look.lookAtEngine(seen, tools);
}

/** `warning: message`, one a line. */
export async function toldBy(look: Look, bench: { tools: DoctorTools; engine: FakeEngine }): Promise<string[]> {
  return (await lookAt(look, bench)).map(({ level, message }) => `${level}: ${message}`);
}
