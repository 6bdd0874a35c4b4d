import type { FindMends, Mend, Mendable } from '../contract/mend.ts';
import { UserError } from '../contract/user-error.ts';
import type { AgentReport, Assignment, Backend } from './backend.ts';

/**
 * No model at all: it makes one change that Portside's own rules, or its memory, know for what was seen, and says why. The session is `KEY@ITERATION` of all
 * that it tried in this run, so that nothing is tried twice, by another process neither. What this very iteration tried was not judged yet: the process was
 * killed, or a hook puts it back to work.
 */
export function createRules(sources: readonly FindMends[]): Backend {
  return {
    name: 'rules',
    variables: [],
    missing: () => Promise.resolve(undefined),
    async work(assignment) {
      const { signal, session = '', iteration } = assignment;
      const earlier = session.split(' ').filter((one) => one !== '' && !one.endsWith(`@${iteration}`));
      const tried = new Set(earlier.map((one) => one.split('@')[0]));
      try {
        for await (const mend of mendsOf(sources, assignment)) {
          signal.throwIfAborted();
          if (!tried.has(mend.key)) return await made(mend, session, assignment);
        }
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof UserError) return refused(error.message, session);
        throw error;
      }
      const first = tried.size === 0 ? 'no rule knows this' : 'no rule knows anything else for this';
      return refused(first, session);
    },
  };
}

async function* mendsOf(sources: readonly FindMends[], at: Mendable): AsyncGenerator<Mend> {
  for (const find of sources) yield* find(at);
}

async function made({ words, key, apply }: Mend, session: string, { listen, directory, iteration }: Assignment): Promise<AgentReport> {
  listen({ event: 'says', text: words });
  const { files } = await apply();
  for (const file of files) listen({ event: 'uses', tool: 'edit', detail: file.replace(`${directory}/`, '') });
  return { outcome: { kind: 'done' }, usage: nothing, said: words, session: `${session} ${key}@${iteration}`.trim() };
}

function refused(reason: string, session: string): AgentReport {
  return { outcome: { kind: 'refused', reason }, usage: nothing, said: reason, ...(session ? { session } : {}) };
}

const nothing = { inputTokens: 0, outputTokens: 0 };
