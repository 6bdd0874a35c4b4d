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

  /** What the list no longer names is gone. */
  async replaceBy(ids: string[]): Promise<void> {
    for (const { id } of this.all()) if (!ids.includes(id)) this.#set(id, undefined);
    await Promise.all(ids.map((id) => this.look(id)));
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
