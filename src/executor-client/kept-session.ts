import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from './address.ts';
import { backoffMs } from './backoff.ts';
import { CannotConnectError } from './errors.ts';
import type { Notice } from './notice.ts';
import { type Session, openSession } from './session.ts';

/** A session, or the next one after it was lost. */
export interface KeptSession {
  /** The one that is there, or was there last. */
  latest(): Session;
  /** Waits for one that is open. Rejects with CannotConnectError where none comes in time, and with what ended it for good. */
  ready(signal: AbortSignal): Promise<Session>;
  /** Resolves once it is closed; nothing comes back after that. */
  close(why: Error): Promise<void>;
}

/** Told as it happens; after `closed` nothing comes back. */
export type ConnectionState = { state: 'connected'; sessionId: string } | { state: 'lost' | 'closed'; error: Error };

export interface KeepOptions {
  reconnect: boolean;
  /** How long `ready` waits. */
  readyMs: number;
  /** Aborting it closes. */
  signal: AbortSignal;
  random: () => number;
  onNotice: (notice: Notice) => void;
  onConnection: (state: ConnectionState) => void;
}

/** Right after a loss the old session may still hold the place of the new one; a limit that stays is somebody's to mend. */
const refusalsByLimit = 5;

/** Rejects where the first session cannot be had: whether that is worth another try is the caller's to say. */
export async function keepSession(address: Address, options: KeepOptions): Promise<KeptSession> {
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  let next = nobodyNeedsToListen(Promise.withResolvers<Session>());
  let problem: Error | undefined;
  let refusals = 0;
  let ended: Error | undefined;
  let latest = await openSession(address, { ...options, signal });
  signal.addEventListener('abort', () => void end(errorOf(signal.reason)));
  follow(latest);

  function follow(session: Session): void {
    latest = session;
    next.resolve(session);
    void session.over.then(lost);
    options.onConnection({ state: 'connected', sessionId: session.id });
  }

  async function lost(why: Error): Promise<void> {
    if (ended) return;
    next = nobodyNeedsToListen(Promise.withResolvers<Session>());
    problem = why;
    options.onConnection({ state: 'lost', error: why });
    if (!options.reconnect) return end(why);
    refusals = 0;
    for (let attempt = 0; ; attempt += 1) {
      if (ended) return;
      const session = await tryAgain(attempt);
      if (session) return ended ? session.close(ended) : follow(session);
    }
  }

  async function tryAgain(attempt: number): Promise<Session | undefined> {
    try {
      await sleep(backoffMs(attempt, options.random), undefined, { signal });
      return await openSession(address, { ...options, signal });
    } catch (error) {
      problem = errorOf(error);
      if (!isWorthAnother(error)) void end(problem);
      return undefined;
    }
  }

  /** However long it could not be reached before: only what the limit refused counts against it. */
  function isWorthAnother(error: unknown): boolean {
    if (!(error instanceof CannotConnectError)) return false;
    if (error.reason === 'unreachable') return true;
    return error.reason === 'session-limit' && (refusals += 1) <= refusalsByLimit;
  }

  async function end(why: Error): Promise<void> {
    if (ended) return latest.close(ended);
    ended = why;
    next.reject(why);
    closing.abort(why);
    await latest.close(why);
    options.onConnection({ state: 'closed', error: why });
  }

  async function ready(wanted: AbortSignal): Promise<Session> {
    if (ended) throw ended;
    wanted.throwIfAborted();
    if (latest.isOpen()) return latest;
    const late = Promise.withResolvers<never>();
    const tooLate = () => late.reject(new CannotConnectError('unreachable', `no connection within ${options.readyMs / 1000} s`, problem));
    const timer = setTimeout(tooLate, options.readyMs);
    const stop = () => late.reject(wanted.reason);
    wanted.addEventListener('abort', stop);
    try {
      // One that is only closing is not over yet; once it is, there is a next one to wait for.
      return await Promise.race([latest.over.then(() => next.promise), late.promise]);
    } finally {
      clearTimeout(timer);
      wanted.removeEventListener('abort', stop);
    }
  }

  return { latest: () => latest, ready, close: end };
}

function nobodyNeedsToListen<Value>(resolvers: PromiseWithResolvers<Value>): PromiseWithResolvers<Value> {
  resolvers.promise.catch(() => undefined);
  return resolvers;
}

function errorOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
