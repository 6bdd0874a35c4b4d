import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import type { ImproveEvent } from '../../../src/contract/improve-events.ts';
import type { ExecutionEvent } from '../../../src/contract/events.ts';
import { lines } from '../support/outside.ts';
import type { Project } from '../support/project.ts';
import type { Workplace } from '../support/workplace.ts';

/** Ends at once until its folder has `ok`. */
export const broken = `services:
  web:
    image: busybox:1.37
    init: true
    command: sh -c "test -e /srv/ok && exec httpd -f -p 8080"
    volumes: ["./srv:/srv:ro", "data:/data"]
    ports: ["8080"]
volumes:
  data:
`;

export interface Improving {
  project: Project;
  git(...args: string[]): string;
  /** With an agent that is this shell script, run in its worktree. */
  improve(
    agent: string,
    ...flags: string[]
  ): Promise<{ exit: number; stdout: string; stderr: string; record: ExecutionRecord | undefined }>;
  /** The same, still at work. */
  begin(agent: string, ...flags: string[]): ReturnType<Workplace['begin']>;
  notes(): Promise<string>;
  /** Containers, networks and volumes of its throw-away instances, by docker's own command. */
  copies(): Promise<string[]>;
  /** Of the run that has not ended. */
  unfinished(): boolean;
}

/** A project in a repository of its own, at its first commit. */
export async function improving(
  at: Workplace,
  files: URL | Record<string, string> = { 'compose.yaml': broken, 'srv/here': '' },
): Promise<Improving> {
  const project = await at.project(files);
  at.environment = { ...at.environment, HOME: at.folder };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: project.directory, encoding: 'utf8', env: { ...process.env, HOME: at.folder } }).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--message', 'first');
  const argv = (agent: string, flags: string[]) => ['improve', project.directory, ...flags, '--agent', 'command', '--', 'sh', '-c', agent];
  return {
    project,
    git,
    async improve(agent, ...flags) {
      const ended = await at.portside(...argv(agent, ['--json', ...flags]));
      return { ...ended, record: ended.stdout.startsWith('{') ? (JSON.parse(ended.stdout) as ExecutionRecord) : undefined };
    },
    begin: (agent, ...flags) => at.begin(...argv(agent, ['--events', ...flags])),
    notes: () => readFile(join(project.directory, '.portside/improve/notes.md'), 'utf8'),
    async copies() {
      const filter = ['--filter', `label=com.docker.compose.project`, '--format'];
      const all = await Promise.all([
        lines(['ps', '--all', ...filter, 'container {{.Names}}']),
        lines(['network', 'ls', '--format', 'network {{.Name}}']),
        lines(['volume', 'ls', '--format', 'volume {{.Name}}']),
      ]);
      return all.flat().filter((thing) => thing.includes(`${project.name}-improve`));
    },
    unfinished: () =>
      existsSync(join(at.home, 'improve')) &&
      execFileSync('find', [join(at.home, 'improve'), '-name', 'run.json'], { encoding: 'utf8' }) !== '',
  };
}

/** `heard` is written for events of one execution; these are a run's. */
export function hears(fits: (event: ImproveEvent) => boolean): (event: ExecutionEvent) => boolean {
  return (event) => fits(event as unknown as ImproveEvent);
}
