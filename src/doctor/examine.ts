import { UserError } from '../contract/user-error.ts';
import { type Reached, reachAll } from '../engine/connect/reach.ts';
import { EngineError } from '../engine/interface.ts';
import { looks } from './all-looks.ts';
import type { DoctorTools, EngineSeen, Look, Seen } from './look.ts';
import { engineAnswers } from './looks/engine-answers.ts';

/** Resolves once nobody waits any longer. */
type Patience = () => Promise<void>;

/** How long a look may take: an engine that hangs must not hang the rest. */
const patienceMs = 5000;

/** What one look saw. */
export interface Examined {
  look: Pick<Look, 'group' | 'name'>;
  seen: Seen[];
}

export interface Examination {
  examined: Examined[];
  /** Undefined where none answers. */
  engine: EngineSeen | undefined;
}

/** Looks at everything at once; without an engine at all that needs none. */
export async function examine(tools: DoctorTools): Promise<Examination> {
  const timers = new AbortController();
  const patience = () =>
    tools.clock.sleep(patienceMs, timers.signal).then(() => (timers.signal.aborted ? new Promise<never>(() => undefined) : undefined));
  const reaching = reach(tools, patience);
  const looking = looks.map(async (look) => ({ look, seen: await ask(look, reaching, tools, patience) }));
  const [{ seen, engine }, ...examined] = await Promise.all([reaching, ...looking]);
  timers.abort();
  return { examined: [{ look: { group: 'engine', name: 'answers' }, seen }, ...examined], engine };
}

/** The time of a look at the engine begins once that has answered. */
async function ask(
  look: Look,
  reaching: Promise<{ engine: EngineSeen | undefined }>,
  tools: DoctorTools,
  patience: Patience,
): Promise<Seen[]> {
  if ('look' in look) return within(patience, look.name, () => look.look(tools));
  const { engine } = await reaching;
  return engine ? within(patience, look.name, () => look.lookAtEngine(engine, tools)) : [];
}

async function reach(tools: DoctorTools, patience: Patience): Promise<{ seen: Seen[]; engine: EngineSeen | undefined }> {
  try {
    const found = await reachAll({ environment: tools.environment, home: tools.userHome }, patience);
    const reached = found.meant.find((one) => 'facts' in one);
    return { seen: engineAnswers(found), engine: reached && (await listed(reached, patience)) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { seen: engineAnswers({ meant: [], others: [] }, error), engine: undefined };
  }
}

async function listed(reached: Extract<Reached, { facts: unknown }>, patience: Patience): Promise<EngineSeen> {
  const { engine, facts, info, address } = reached;
  const silent = patience().then(() =>
    Promise.reject(new EngineError('timeout', `the engine at ${address.url} answers, but does not list its containers`)),
  );
  return { engine, facts, info, containers: await Promise.race([engine.listContainers(), silent]), reached };
}

/** What cannot be looked at is told too, and keeps nothing else from being looked at. */
async function within(patience: Patience, name: string, work: () => Promise<Seen[]>): Promise<Seen[]> {
  const late = patience().then((): Seen[] => [
    { level: 'warning', message: `looking at ${name} took longer than ${patienceMs / 1000} s, and was given up` },
  ]);
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    // The look at the database tells it for all that need it.
    if (error instanceof UserError && error.code.startsWith('database-') && name !== 'database') return [];
    if (error instanceof UserError) return [{ level: 'error', message: error.message, ...(error.hint ? { repair: error.hint } : {}) }];
    if (error instanceof EngineError) return [{ level: 'warning', message: `${name} could not be looked at: ${error.message}` }];
    throw error;
  }
}
