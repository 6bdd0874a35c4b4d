import { createRedactor } from '../redaction/redact.ts';
import type { Clock } from '../system/clock.ts';
import type { Dependency } from './dependency.ts';
import { lookHttp } from './look-http.ts';
import { lookTcp } from './look-tcp.ts';
import type { Missing, Sight } from './sight.ts';
import { waitFor } from './wait-for.ts';

/** A dependency and how waiting for it ended; as `--json` has it. */
export interface Awaited {
  dependency: string;
  kind: Dependency['kind'];
  ready: boolean;
  seconds: number;
  attempts: number;
  detail: string;
  reason?: Missing['reason'];
  hint?: string;
}

interface Waiting {
  timeoutMs: number;
  /** Its secrets are in nothing that is told: an answer may quote them. */
  environment: Record<string, string>;
  clock: Clock;
  signal: AbortSignal;
  /** Told once for each dependency that does not answer at once, and again whenever the reason is another one. */
  onMissing: (dependency: string, sight: Missing) => void;
}

const connectMs = 2000;
const answerMs = 5000;

/** Waits for all of them at the same time; each has the whole time for itself, and none is left out of the answer. */
export async function awaitAll(
  dependencies: readonly Dependency[],
  { timeoutMs, environment, clock, signal, onMissing }: Waiting,
): Promise<Awaited[]> {
  const redactor = createRedactor();
  redactor.learnEnvironment(environment);
  return Promise.all(
    dependencies.map(async (dependency) => {
      const { name, kind } = dependency;
      let told: Missing['reason'] | undefined;
      const { sight, tookMs, attempts } = await waitFor(async (remaining) => redactor.deep(await look(dependency, remaining)), {
        ...{ timeoutMs, clock, signal },
        onMissing(seen) {
          if (seen.ready || seen.reason === told) return;
          told = seen.reason;
          onMissing(name, seen);
        },
      });
      return { dependency: name, kind, ready: sight.ready, seconds: Math.round(tookMs / 10) / 100, attempts, ...wordsOf(sight) };
    }),
  );
}

function look(dependency: Dependency, remainingMs: number): Promise<Sight> {
  if (dependency.kind === 'tcp') return lookTcp(dependency, Math.min(connectMs, remainingMs));
  return lookHttp(dependency.url, { connectMs: Math.min(connectMs, remainingMs), answerMs: Math.min(answerMs, remainingMs) });
}

function wordsOf(sight: Sight): Pick<Awaited, 'detail' | 'reason' | 'hint'> {
  const { detail } = sight;
  return sight.ready ? { detail } : { detail, reason: sight.reason, ...(sight.hint ? { hint: sight.hint } : {}) };
}
