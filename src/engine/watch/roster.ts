import { isDeepStrictEqual } from 'node:util';
import type { ContainerDetails, Death } from '../../deploy/model/container.ts';
import type { Clock } from '../../system/clock.ts';
import type { Engine } from '../interface.ts';

/** The newest known details of some containers. Asked several times at once about one container, it looks once more after the look under way. */
export class Roster {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #details = new Map<string, ContainerDetails>();
  readonly #deaths = new Map<string, Death[]>();
  readonly #runs = new Map<string, Run>();
  /** When the newest run began, by the engine's clock, whose end no event told of. */
  readonly #unheard = new Map<string, number>();
  readonly #looks = new Map<string, { again: boolean; done: Promise<void> }>();

  constructor(engine: Engine, clock: Clock, onChange: () => void) {
    this.#engine = engine;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  all(): ContainerDetails[] {
    return [...this.#details.values()];
  }

  deaths(id: string): Death[] {
    return [...(this.#deaths.get(id) ?? [])];
  }

  upSince(id: string): number | undefined {
    return this.#runs.get(id)?.since;
  }

  died(id: string, death: Death): void {
    // Seen already, by a look just after the engine came back.
    if (this.#unheard.has(id) && this.#unheard.get(id) === this.#details.get(id)?.startedAt) return;
    this.#deaths.set(id, [...(this.#deaths.get(id) ?? []), death]);
    this.#onChange();
  }

  /** Resolves once what was true at the call is known here. */
  async look(id: string): Promise<void> {
    const underway = this.#looks.get(id);
    if (underway) {
      underway.again = true;
      return underway.done;
    }
    const look = { again: false, done: Promise.resolve() };
    this.#looks.set(id, look);
    look.done = this.#lookUntilSettled(id, look).finally(() => this.#looks.delete(id));
    return look.done;
  }

  /** What the list no longer names is gone; a run that ended while nobody listened counts as a death. */
  async replaceBy(ids: string[]): Promise<void> {
    const before = this.all();
    for (const { id } of before) if (!ids.includes(id)) this.#set(id, undefined);
    await Promise.all(ids.map((id) => this.look(id)));
    for (const known of before) this.#noteUnheard(known);
  }

  #noteUnheard({ id, state, startedAt }: ContainerDetails): void {
    const now = this.#details.get(id);
    const wasUp = state === 'running' || state === 'paused';
    const isUp = now?.state === 'running' || now?.state === 'paused';
    if (!wasUp || !now || (isUp && now.startedAt === startedAt)) return;
    this.died(id, { exitCode: now.exitCode, at: this.#clock.now() });
    this.#unheard.set(id, startedAt);
  }

  async #lookUntilSettled(id: string, look: { again: boolean }): Promise<void> {
    do {
      look.again = false;
      this.#set(id, await this.#engine.inspectContainer(id));
    } while (look.again);
  }

  #set(id: string, details: ContainerDetails | undefined): void {
    if (isDeepStrictEqual(details, this.#details.get(id))) return;
    if (details) this.#details.set(id, details);
    else this.#details.delete(id);
    this.#noteRun(id, details);
    this.#onChange();
  }

  /** The engine's clock only tells one run from another: it may go before ours or after. */
  #noteRun(id: string, details: ContainerDetails | undefined): void {
    if (details?.state !== 'running') this.#runs.delete(id);
    else if (this.#runs.get(id)?.startedAt !== details.startedAt)
      this.#runs.set(id, { startedAt: details.startedAt, since: this.#clock.monotonic() });
  }
}

interface Run {
  /** By the engine's clock. */
  startedAt: number;
  /** By ours, monotonic. */
  since: number;
}
