import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Ran, command, mustRun } from '../support/command.ts';
import { node, portside } from '../support/place.ts';
import { down, up } from './scenarios.ts';
import { type Strategy, type Version, writeVersion } from './stack.ts';

/** When a command is killed: at one of its writes to the journal, or so many milliseconds after its start. */
export type Moment = { write: number } | { ms: number } | 'never';

/** How a command that was to be killed ended. */
export interface Cut {
  killed: boolean;
  exit: number | null;
  stderr: string;
  /** The writes that it came to, in their order. */
  trace: string[];
  ms: number;
}

const firstPort = 24_000;

const program = fileURLToPath(new URL('../fixtures/killed-at.ts', import.meta.url));

/** One instance with a PORTSIDE_HOME of its own; lanes run side by side and never meet. */
export class Lane {
  readonly home: string;
  readonly project: string;
  readonly composeName: string;
  readonly #name: string;
  readonly #range: string;
  /** What its file says now. */
  version: Version = 'v1';
  strategy: Strategy = 'recreate';
  /** What runs now, as far as the last settled case left it. */
  runs: Version | undefined;
  /** What a rollback would bring back; undefined where the last thing was a rollback. */
  previous: Version | undefined;

  constructor(place: string, number: number) {
    this.#name = `recover${number}`;
    this.#range = `${firstPort + 100 * number}-${firstPort + 100 * number + 99}`;
    this.home = join(place, `state${number}`);
    this.project = join(place, `project${number}`);
    this.composeName = `${this.#name}-case`;
  }

  async write(version: Version, strategy = this.strategy): Promise<void> {
    this.version = version;
    this.strategy = strategy;
    await writeVersion(this.project, { name: this.#name, version, strategy, range: this.#range });
  }

  /** A plain command, as a user types it. */
  run(argv: readonly string[]): Promise<Ran> {
    return command([portside, ...argv], this.#options());
  }

  async up(): Promise<void> {
    await mustRun([portside, ...up], this.#options());
    this.nowRuns(this.version);
  }

  async down(): Promise<void> {
    await mustRun([portside, ...down], this.#options());
    this.nowRuns(undefined);
  }

  nowRuns(version: Version | undefined, broughtBack = false): void {
    if (version === undefined || broughtBack) this.previous = undefined;
    else if (this.runs !== version) this.previous = this.runs;
    this.runs = version;
  }

  /** The same command, killed on its way; its children live on. */
  async cut(argv: readonly string[], moment: Moment): Promise<Cut> {
    const trace = join(this.project, '..', `${this.composeName}.trace`);
    await writeFile(trace, '');
    const last = typeof moment === 'object' && 'write' in moment ? String(moment.write) : 'never';
    const { cwd, env } = this.#options();
    const began = performance.now();
    const child = spawn(node, [program, trace, last, ...argv], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
    if (typeof moment === 'object' && 'ms' in moment) {
      await Promise.race([exited, setTimeout(moment.ms)]);
      child.kill('SIGKILL');
    }
    const [exit, signal] = await exited;
    // A child that lives on has our end of its pipe, and would hold this process.
    child.stderr.destroy();
    const lines = (await readFile(trace, 'utf8')).split('\n').filter(Boolean);
    return { killed: signal === 'SIGKILL', exit, stderr, trace: lines, ms: performance.now() - began };
  }

  /** Nothing of it stays, whatever state a failed case has left it in. */
  async reset(): Promise<void> {
    // A lane that never had a case has no folder yet.
    await mkdir(this.project, { recursive: true });
    await this.run(down);
    const label = `label=com.docker.compose.project=${this.composeName}`;
    for (const [list, remove] of [
      [
        ['ps', '--all'],
        ['rm', '--force', '--volumes'],
      ],
      [
        ['network', 'ls'],
        ['network', 'rm'],
      ],
      [
        ['volume', 'ls'],
        ['volume', 'rm'],
      ],
    ] as const) {
      const ids = (await mustRun(['docker', ...list, '--quiet', '--filter', label])).stdout.split('\n').filter(Boolean);
      if (ids.length > 0) await command(['docker', ...remove, ...ids]);
    }
    const tags = await mustRun(['docker', 'image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', `portside/${this.#name}`]);
    for (const tag of tags.stdout.split('\n').filter(Boolean)) await command(['docker', 'image', 'rm', tag]);
    await rm(this.home, { recursive: true, force: true });
    this.nowRuns(undefined);
  }

  #options() {
    return { cwd: this.project, env: { PORTSIDE_HOME: this.home } };
  }
}
