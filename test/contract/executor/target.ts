import type { StoreState } from '../../../src/contract/executor.ts';

/** An executor under test, wherever it runs. */
export interface Target extends AsyncDisposable {
  apiUrl: string;
  websocketUrl: string;
  /** Undefined where it asks for none. */
  token: string | undefined;
  /** What its environment holds, as far as the contract speaks of it. */
  facts: { apiKey: string | undefined; redis: StoreState; redisUrl: string | undefined };
  /** All that it has logged so far. */
  log(): Promise<string>;
}

/** Starts one with these settings besides the target's own; all else is the executor's defaults. */
export type StartTarget = (settings?: Record<string, string>) => Promise<Target>;

/** A command that every executor can run, as a list of words. */
export const script = (code: string, ...args: string[]): string[] => ['node', '-e', code, ...args];

/** Says `ready`, then waits; ends on TERM like any program. */
export const waits = script(`setInterval(() => {}, 1000); console.log('ready')`);

/** Says `ready`, then waits; does not end on TERM. */
export const stubborn = script(`process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('ready')`);

/** Says a number every 20 ms. */
export const counts = script(`let n = 0; setInterval(() => console.log(n++), 20)`);

/** Writes this many bytes as fast as it may, in lines. */
export const writesBytes = (bytes: number): string[] =>
  script(`
    const block = Buffer.alloc(65536, 'x'.repeat(99) + '\\n');
    let left = ${bytes};
    (function more() {
      while (left > 0) { const piece = block.subarray(0, Math.min(left, block.length)); left -= piece.length; if (!process.stdout.write(piece)) return process.stdout.once('drain', more); }
    })()`);
