import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Kinds } from './load-worker.ts';

/** For its start, and for its last answers. */
const patienceMs = 60_000;

const worker = fileURLToPath(new URL('load-worker.ts', import.meta.url));

export type Figures<Kind extends keyof Kinds> = Awaited<ReturnType<Awaited<ReturnType<Kinds[Kind]>>>>;

export interface Load<Kind extends keyof Kinds> extends AsyncDisposable {
  /** Ends it, and says what it counted. */
  end(): Promise<Figures<Kind>>;
}

/** Starts a load in a process of its own, and resolves once it runs. */
export async function startLoad<Kind extends keyof Kinds>(kind: Kind, url: string, number = 0): Promise<Load<Kind>> {
  const child = fork(worker, [kind, url, String(number)]);
  const exited = once(child, 'exit');
  const message = async <Said>() => {
    const [said] = (await Promise.race([once(child, 'message', { signal: AbortSignal.timeout(patienceMs) }), exited.then(() => [])])) as [
      Said?,
    ];
    if (said === undefined) throw new Error(`the load ${kind} ended early (exit code ${child.exitCode})`);
    return said;
  };
  await message<'ready'>();
  return {
    async end() {
      const said = message<Figures<Kind>>();
      child.send('end');
      return await said;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}

/** A load for so many seconds, and what it counted. */
export async function loadFor<Kind extends keyof Kinds>(seconds: number, kind: Kind, url: string, number?: number): Promise<Figures<Kind>> {
  await using load = await startLoad(kind, url, number);
  await sleep(seconds * 1000);
  return await load.end();
}
