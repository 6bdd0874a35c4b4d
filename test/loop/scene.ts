import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentReport, Assignment, Backend } from '../../src/agents/backend.ts';
import type { ImproveSaid } from '../../src/contract/improve-events.ts';
import type { Remembered } from '../../src/contract/improve.ts';
import { improve } from '../../src/loop/improve.ts';
import type { Judge, Judged, Postponed } from '../../src/loop/judge.ts';
import type { Limits, Stop } from '../../src/loop/limits.ts';
import { signatureOf } from '../../src/loop/memory/signature.ts';
import { createPatience } from '../../src/loop/patience.ts';
import { type Run, newRun } from '../../src/loop/run.ts';
import type { AgentSettings, LoopTools, Protect } from '../../src/loop/tools.ts';
import type { Clock } from '../../src/system/clock.ts';
import { type Bench, type Contents, fill, keeperOn } from './repositories.ts';

/** One try of the agent: what it does in its folder, and what it then says. */
export type Turn = (folder: string, assignment: Assignment) => Partial<AgentReport> | void;

export interface SceneOptions {
  /** One after the other; the last one again and again. */
  turns: Turn[];
  contents?: Contents;
  criteria?: string[];
  limits?: Partial<Limits>;
  patienceMs?: number;
  agent?: Partial<AgentSettings>;
  goal?: string;
  /** In place of a look at the files. */
  judge?: (folder: string, iteration: number) => Judged | Postponed | undefined;
  /** Called before each time the run is kept; what it throws kills the process. */
  saving?: (run: Run, count: number) => void;
  signal?: AbortSignal;
  /** A run that did not end. */
  run?: Run;
  /** How long a try takes. */
  tryMs?: number;
}

export interface Scene {
  said: ImproveSaid[];
  assignments: Assignment[];
  remembered: { signature: string; fix: string; patch: string; worked: boolean }[];
  /** As the disk has it. */
  kept: { run?: Run };
  tools: LoopTools;
  judgedCount: number;
  play(): Promise<{ run: Run; stop: Stop }>;
  /** What a commit or a tree holds of one file. */
  fileAt(commit: string, path: string): string;
}

export class Killed extends Error {}

/** A loop on a real repository: an agent that follows a script, and criteria that hold where a file of their name says `ok`. */
export async function scene(at: Bench, options: SceneOptions): Promise<Scene> {
  const root = join(at.folder, 'project');
  if (!existsSync(root)) at.repository(options.contents ?? { 'compose.yaml': 'services: {}\n', web: 'broken\n' });
  const { repository, keeper } = await keeperOn(at, root);
  const clock = fakeClock();
  const controller = new AbortController();
  const signal = options.signal ?? controller.signal;
  const criteria = options.criteria ?? ['web'];
  const kept: Scene['kept'] = {};
  const said: ImproveSaid[] = [];
  const say = (event: ImproveSaid) => void said.push(event);
  const remembered: Scene['remembered'] = [];
  let saves = 0;
  const since = clock.monotonic();
  const usedMs = () => clock.monotonic() - since;
  const save = (run: Run) => {
    options.saving?.(run, saves++);
    kept.run = structuredClone({ ...run, spentMs: run.spentMs + usedMs() });
    return Promise.resolve();
  };
  const folder = join(at.folder, 'run');
  mkdirSync(folder, { recursive: true });
  const begun =
    options.run ??
    newRun({
      ...{ id: '0f9a3b1c-0000-4000-8000-000000000000', directory: root, agent: 'script', until: 'verified', startedAt: clock.now() },
      ...{ criteria: criteria.map(() => ({ kind: 'verified' as const })), base: repository.head },
      ...(options.goal ? { goal: options.goal } : {}),
    });
  const assignments: Assignment[] = [];
  const view: Scene = {
    ...{ said, assignments, remembered, kept, judgedCount: 0 },
    tools: {
      ...{ repository, keeper, clock, signal, say, save, usedMs, folder, inputs: [] },
      backend: scripted(options.turns, assignments, clock, options.tryMs ?? 1000),
      judge: judging(options, criteria, () => (view.judgedCount += 1)),
      protect: guarded,
      recollection: {
        signatureOf: (evidence) => signatureOf(evidence),
        recall: (signature) =>
          Promise.resolve(
            remembered
              .filter((one) => one.signature === signature && one.worked)
              .map((one): Remembered => ({ ...one, failure: 'it failed', worked: 1, failed: 0 })),
          ),
        remember: (seen) => Promise.resolve(void remembered.push(seen)),
      },
      limits: { limit: 'default', ...options.limits },
      patience: createPatience({
        ...{ budgetMs: options.patienceMs ?? 3_600_000, firstMs: 1000, clock, signal, say },
      }),
      redact: {
        text: (text) => text.replaceAll('hunter2', '***'),
        deep: (value) => JSON.parse(JSON.stringify(value).replaceAll('hunter2', '***')) as typeof value,
      },
      agent: { environment: at.environment, tryMs: 60_000, quietMs: 30_000, kept: [], ...options.agent },
    },
    play: () => improve(begun, 'project', view.tools),
    fileAt: (commit, path) => at.git(keeper.gitDir, 'show', `${commit}:${path}`),
  };
  return view;
}

/** Time goes only where somebody sleeps or works. */
export function fakeClock(): Clock & { pass(ms: number): void } {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const pass = (ms: number) => void (now += ms);
  return { now: () => now, monotonic: () => now, pass, sleep: (ms) => Promise.resolve(pass(ms)) };
}

function scripted(turns: Turn[], assignments: Assignment[], clock: { pass(ms: number): void }, tryMs: number): Backend {
  return {
    name: 'script',
    missing: () => Promise.resolve(undefined),
    async work(assignment) {
      assignment.signal.throwIfAborted();
      const turn = turns[Math.min(assignments.length, turns.length - 1)];
      assignments.push(assignment);
      clock.pass(tryMs);
      const report = turn?.(assignment.directory, assignment) ?? {};
      return { outcome: { kind: 'done' }, usage: { inputTokens: 0, outputTokens: 0 }, said: '', ...report };
    },
  };
}

function judging({ judge }: SceneOptions, criteria: string[], count: () => void): Judge {
  return {
    clear: () => Promise.resolve(),
    judge(folder, iteration) {
      count();
      return Promise.resolve(judge?.(folder, iteration) ?? lookAt(folder, criteria));
    },
  };
}

/** A criterion holds where its file says `ok`; `error` in the folder is what went wrong. */
export function lookAt(folder: string, criteria: string[]): Judged {
  const results = criteria.map((name) => {
    const text = read(join(folder, name));
    return { name, held: text === 'ok', detail: text === 'ok' ? 'it is ok' : `it is ${text ?? 'gone'}` };
  });
  const error = read(join(folder, 'error'));
  return { criteria: results, evidence: { findings: [], logs: [], ...(error ? { error } : {}) }, reach: [] };
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** `kept.txt` stays as it was, `*.test` may not come anew, and with `evil` nothing is judged. */
const guarded: Protect = (base, left) => {
  const entries: Awaited<ReturnType<Protect>>['entries'] = new Map();
  const was = base.listing.get('kept.txt');
  if (was && left.listing.get('kept.txt')?.object !== was.object) entries.set('kept.txt', was);
  for (const path of left.listing.keys()) if (path.endsWith('.test') && !base.listing.has(path)) entries.set(path, null);
  const refused = left.listing.has('evil') ? { refused: 'it left something evil' } : {};
  return Promise.resolve({ entries, putBack: [...entries.keys()], ...refused });
};

/** A turn that leaves these files. */
export function writes(contents: Contents, report: Partial<AgentReport> = {}): Turn {
  return (folder) => {
    fill(folder, contents);
    return report;
  };
}

export const idle: Turn = () => ({ said: 'All done.' });

export function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}
