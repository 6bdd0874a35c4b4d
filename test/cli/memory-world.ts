import { run } from '../../src/cli/run.ts';
import type { World } from '../../src/cli/world.ts';
import type { App } from '../../src/contract/app.ts';

export interface Said {
  exit: number;
  stdout: string;
  stderr: string;
}

/** A call of the whole command, with an app made by hand and streams in memory. */
export async function portside(argv: string[], app: Partial<App>, changes: Partial<World> & { terminal?: boolean } = {}): Promise<Said> {
  const { terminal = false, ...rest } = changes;
  const stdout = memorySink(terminal);
  const stderr = memorySink(terminal);
  const world: World = {
    environment: {},
    currentDirectory: '/home/ada',
    version: '1.2.3',
    stdout,
    stderr,
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    every: () => () => undefined,
    openApp: () => Promise.resolve(appWith(app)),
    verifyLedger: () => Promise.reject(new Error('the ledger is not looked at here')),
    serve: () => Promise.reject(new Error('nothing is served here')),
    mockClaude: () => Promise.reject(new Error('no mock is served here')),
    interruptible: () => new AbortController().signal,
    confirm: () => Promise.reject(new Error('nobody is asked')),
    readValue: () => Promise.reject(new Error('nothing is read here')),
    ...rest,
  };
  const exit = await run(argv, world);
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

function memorySink(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 100, write: (text: string) => written.push(text), text: () => written.join('') };
}

function appWith(app: Partial<App>): App {
  const refuse = (name: string) => () => Promise.reject(new Error(`${name} is not expected here`));
  const names = [
    'up',
    'preview',
    'rollback',
    'previewRollback',
    'down',
    'list',
    'select',
    'ofProject',
    'env',
    'config',
    'changeConfig',
    'logs',
    'exec',
    'doctor',
    'prune',
    'diagnose',
    'verify',
    'check',
    'rules',
    'snapshot',
    'snapshots',
    'graduate',
    'restore',
    'history',
    'historyDocument',
    'writeHistory',
    'historyStats',
    'memory',
    'proposals',
    'writeStatsPage',
  ] as const;
  const refusing = Object.fromEntries(names.map((name) => [name, refuse(name)])) as unknown as App;
  return { ...refusing, ...app };
}
