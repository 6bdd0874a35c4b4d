import { composeLabel } from '../deploy/model/labels.ts';
import type { Clock } from '../system/clock.ts';
import type { ContainerEvent, ContainerWatch, Engine } from './interface.ts';
import { Bell } from './watch/bell.ts';
import { driveHealthchecks } from './watch/drive-healthchecks.ts';
import { Roster } from './watch/roster.ts';

export interface WatchOptions {
  clock: Clock;
  /** Where the engine runs no healthchecks itself. */
  driveHealthchecks: boolean;
  drivingIntervalMs: number;
  /** Ids of containers that are left out: old ones, which new ones take the place of. */
  ignore?: ReadonlySet<string>;
}

/** After a lost engine (its daemon restarts). */
const reconnectMs = 250;

/** Follows the containers of one instance by the engine's events: what is new is looked at, nothing is polled. */
export async function watchInstance(engine: Engine, composeName: string, options: WatchOptions): Promise<ContainerWatch> {
  const { clock } = options;
  const labels = { [composeLabel.project]: composeName };
  const closing = new AbortController();
  const bell = new Bell(clock);
  const roster = new Roster(engine, clock, () => bell.ring());

  const refresh = async () => roster.replaceBy((await engine.listContainers(labels)).map(({ id }) => id));

  // Events first: a change between listing and listening would be lost.
  const subscribe = async () => {
    const events = await engine.watchContainers(labels, closing.signal);
    await refresh();
    return events;
  };

  const following = follow(await subscribe().catch(giveUp));
  const driving = options.driveHealthchecks
    ? driveHealthchecks(engine, roster, { clock, intervalMs: options.drivingIntervalMs, signal: closing.signal })
    : undefined;

  return {
    current: (service) => roster.all().filter(({ id, service: of }) => of === service && options.ignore?.has(id) !== true),
    version: () => bell.rings(),
    change: (ms, since, signal) => bell.wait(ms, since, signal),
    deaths: (id) => roster.deaths(id),
    upSince: (id) => roster.upSince(id),
    refresh,
    async close() {
      closing.abort();
      await Promise.all([following, driving]);
    },
  };

  async function follow(events: AsyncIterable<ContainerEvent> | undefined): Promise<void> {
    while (!closing.signal.aborted) {
      await takeIn(events ?? []).catch(forget);
      await clock.sleep(reconnectMs, closing.signal);
      events = closing.signal.aborted ? undefined : await subscribe().catch(forget);
    }
  }

  async function takeIn(events: AsyncIterable<ContainerEvent> | Iterable<ContainerEvent>): Promise<void> {
    for await (const event of events) {
      if (event.kind === 'die') roster.died(event.id, { exitCode: event.exitCode ?? 0, at: clock.now() });
      // Not awaited: the next event is heard while the engine answers.
      void roster.look(event.id).catch(forget);
    }
  }

  function giveUp(error: unknown): never {
    closing.abort();
    throw error;
  }
}

/** The engine is away: whoever waits has a deadline, and the next subscription lists everything anew. */
function forget(): undefined {
  return undefined;
}
