import { on, EventEmitter } from 'node:events';
import type { ContainerEvent } from '../interface.ts';

/** Events for any number of listeners; `cut` ends all of them, as a daemon does that restarts. */
export class EventChannel {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  send(event: ContainerEvent, labels: Record<string, string>): void {
    this.#emitter.emit('event', event, labels);
  }

  cut(): void {
    this.#emitter.emit('end');
  }

  /** Hears what is sent from now on, of containers that carry the labels. */
  listen(labels: Record<string, string>, signal: AbortSignal): AsyncIterable<ContainerEvent> {
    const heard = on(this.#emitter, 'event', { signal, close: ['end'] });
    return (async function* () {
      try {
        for await (const [event, own] of heard as AsyncIterable<[ContainerEvent, Record<string, string>]>)
          if (carries(own, labels)) yield event;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    })();
  }
}

export function carries(own: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => own[key] === value);
}
