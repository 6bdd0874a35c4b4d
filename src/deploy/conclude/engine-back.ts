import { awaitEngine } from '../../engine/back.ts';
import type { Engine } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import { composeLabel } from '../model/labels.ts';
import type { Observed } from '../model/observed.ts';
import type { Expectation } from '../model/plan.ts';
import type { Undo, Undoable } from '../model/step.ts';
import { stopOrder } from '../stop-order.ts';

/** A machine that starts has its engine back within this. */
const longestAbsenceMs = 5 * 60_000;

/** Waits for an engine that is away, for without it nothing can be taken back. Whoever waits is told. False where it does not come back. */
export async function engineBack(engine: Engine, { clock, tell }: { clock: Clock; tell: (message: string) => void }): Promise<boolean> {
  if (await awaitEngine(engine, { clock, limitMs: shortestAbsenceMs })) return true;
  tell(`the engine does not answer: waiting for it for up to ${longestAbsenceMs / 60_000} minutes, to bring back what ran before`);
  const isBack = await awaitEngine(engine, { clock, limitMs: longestAbsenceMs });
  if (isBack) tell('the engine answers again');
  return isBack;
}

const shortestAbsenceMs = 1000;

/**
 * How to start again what ran before and ended with an engine that went away, though no step touched it: an engine that comes back starts only what
 * has a restart policy. What is meant to end is left alone.
 */
export async function fallenWith(
  engine: Engine,
  { containers }: Pick<Observed, 'containers'>,
  { undos, expectations }: { undos: Undoable[]; expectations: Expectation[] },
): Promise<StartAgain[]> {
  const [first] = containers;
  if (!first) return [];
  const now = await engine.listContainers({ [composeLabel.project]: first.composeName });
  const ended = new Map(now.flatMap(({ id, state, exitCode }) => (state === 'exited' ? [[id, exitCode]] : [])));
  const stopped = new Set(undos.flatMap(({ undo: one }) => (one.undo === 'start-again' ? one.containers : [])));
  const fallen = containers.filter(({ id, state, oneOff }) => state === 'running' && !oneOff && ended.has(id) && !stopped.has(id));
  const groups = Map.groupBy(
    fallen.filter(({ id, service }) => !mayEnd(expectations, service, ended.get(id))),
    ({ service }) => service,
  );
  return [...groups].map(([service, own]) => ({ undo: 'start-again', service, containers: own.map(({ id }) => id) }));
}

function mayEnd(expectations: Expectation[], service: string, exitCode: number | undefined): boolean {
  const expectation = expectations.find((one) => one.service === service);
  return expectation?.proof === 'completed' || (expectation?.mayComplete === true && exitCode === 0);
}

/** So that `undo`, which starts the oldest first, starts whoever is needed before those that need it. */
export function inStartOrder(undos: Undoable[], { containers }: Pick<Observed, 'containers'>): Undoable[] {
  const usersFirst = stopOrder(containers).flatMap((level) => level.map(({ service }) => service));
  const place = ({ undo: one }: Undoable) => (one.undo === 'start-again' ? usersFirst.indexOf(one.service) : -1);
  return undos.toSorted((a, b) => place(a) - place(b));
}

type StartAgain = Extract<Undo, { undo: 'start-again' }>;
