import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plain } from 'vitest';
import type { InstanceView } from '../../../src/contract/instance.ts';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import { type AtWork, type Ended, begin, call } from './command.ts';
import { lines, docker, removeThings, thingsWith } from './outside.ts';
import { type Project, makeProject } from './project.ts';
import { keptOf } from './state.ts';

/** One user's machine for one test: a PORTSIDE_HOME and projects of its own. */
export interface Workplace {
  home: string;
  folder: string;
  /** Added to the environment of every command from then on; undefined takes a variable away. */
  environment: Record<string, string | undefined>;
  /** A command that runs every command: see `Place`. */
  within: string[];
  /** The engine that is looked at, where it is not the default one. */
  engine: string | undefined;
  project(source: URL | Record<string, string>): Promise<Project>;
  portside(...args: string[]): Promise<Ended>;
  begin(...args: string[]): AtWork;
  /** Runs `up --json` and reads what it printed. */
  up(...args: string[]): Promise<{ exit: number; record: ExecutionRecord; stderr: string }>;
  ps(): Promise<InstanceView[]>;
  /** What is left on the engine and in PORTSIDE_HOME. */
  left(): Promise<string[]>;
}

/** A test with a workplace, which is cleared away whatever happens. */
export const test = plain.extend<{ at: Workplace }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a fixture needs.
  at: async ({}, use) => {
    const { at, clear } = await openWorkplace();
    try {
      await use(at);
    } finally {
      await clear();
    }
  },
});

/** For what more than one test looks at. */
export async function openWorkplace(): Promise<{ at: Workplace; clear(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'portside-e2e-'));
  const projects: Project[] = [];
  const over = new AbortController();
  const at = makeWorkplace(folder, projects, over.signal);
  return {
    at,
    async clear() {
      over.abort();
      for (const { labels, name } of projects) {
        await removeThings(labels, at.engine);
        await removeImages(name, at.engine);
      }
      await rm(folder, { recursive: true });
    },
  };
}

function makeWorkplace(folder: string, projects: Project[], signal: AbortSignal): Workplace {
  const home = join(folder, 'home');
  const at: Workplace = {
    ...{ home, folder, environment: {}, within: [], engine: undefined },
    async project(source) {
      const project = await makeProject(source, folder);
      projects.push(project);
      return project;
    },
    portside: (...args) => call(args, place()),
    begin: (...args) => begin(args, place()),
    async up(...args) {
      const { exit, stdout, stderr } = await at.portside('up', ...args, '--json');
      if (!stdout.startsWith('{')) throw new Error(`no record, exit ${exit}: ${stderr}`);
      return { exit, record: JSON.parse(stdout) as ExecutionRecord, stderr };
    },
    async ps() {
      return JSON.parse((await at.portside('ps', '--json')).stdout) as InstanceView[];
    },
    async left() {
      const things = await Promise.all(projects.map(({ labels }) => thingsWith(labels, at.engine)));
      return [...things.flat(), ...keptOf(home)];
    },
  };
  const place = () => ({
    cwd: folder,
    within: at.within,
    signal,
    env: { ...process.env, PORTSIDE_HOME: home, NO_COLOR: '1', ...at.environment },
  });
  return at;
}

async function removeImages(project: string, engine: string | undefined): Promise<void> {
  const named = [`portside/${project}-*`, `portside/${project}`].flatMap((reference) => ['--filter', `reference=${reference}`]);
  const listed = await lines(['images', '--format', '{{.Repository}}:{{.Tag}}', ...named], engine);
  // Podman lists all names of an image that has one that fits: those are everybody's.
  const own = listed.filter((name) => /^(localhost\/|docker\.io\/)?portside\//.test(name));
  // Unforced: a name goes, and an image only with its last one.
  if (own.length > 0) await docker(['rmi', ...own], engine);
}
