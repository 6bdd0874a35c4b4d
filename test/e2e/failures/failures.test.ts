import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import type { Project } from '../support/project.ts';
import { containersOf } from '../support/outside.ts';
import { leasedPorts } from '../support/state.ts';
import { type Workplace, test } from '../support/workplace.ts';

interface Failing {
  what: string;
  /** The service `web` of a project, in YAML's flow style. */
  web: string;
  others?: string;
  options?: string[];
  /** What the record's one line must say. */
  error: RegExp;
  blamed?: string;
  exitCode?: number;
  /** Among the log lines that are shown. */
  said?: string;
}

const quick = 'interval: 200ms, timeout: 1s, retries: 3';

const failing: Failing[] = [
  {
    what: 'crash-loops',
    web: '{ restart: always, command: [sh, -c, "echo cannot reach the moon; exit 1"] }',
    error: /^web: crash loop: exited \d+ times, last with code 1/,
    exitCode: 1,
    said: 'cannot reach the moon',
  },
  {
    what: 'exits, and has no restart policy',
    web: '{ ports: ["8080"], command: [sh, -c, "echo no configuration; exit 3"] }',
    error: /^web: exited with code 3/,
    exitCode: 3,
    said: 'no configuration',
  },
  {
    what: 'exits with 0 although it should go on',
    web: '{ ports: ["8080"], command: [sh, -c, "echo nothing to do"] }',
    error: /^web: exited with code 0/,
    exitCode: 0,
    said: 'nothing to do',
  },
  {
    what: 'never turns healthy',
    web: `{ command: [sleep, "600"], healthcheck: { test: [CMD, sh, -c, "echo still cold; exit 1"], ${quick} } }`,
    error: /^web: .*healthy.*exit code 1: still cold/,
    options: ['--timeout', '4s'],
  },
  {
    what: 'is healthy inside, but listens on 127.0.0.1 only',
    // In pieces: what stands in plain sight, `check` finds before anything is started.
    web: `{ ports: ["8080"], command: [sh, -c, "own=127.0.0; exec httpd -f -p $$own.1:8080"], healthcheck: { test: [CMD, grep, -q, ":1F90", /proc/net/tcp], ${quick} } }`,
    error: /^web: tcp probe of .* from outside: .*listens on 127\.0\.0\.1:8080 inside the container only/,
    options: ['--timeout', '4s'],
  },
  {
    what: 'publishes a port, has no healthcheck, and does not listen',
    web: '{ ports: ["8080"], command: [sh, -c, "echo up and idle; exec sleep 600"] }',
    error: /^web: .*nothing listens on :8080 in the container after 4 s/,
    said: 'up and idle',
    options: ['--timeout', '4s'],
  },
  {
    what: 'waits for a one-shot that fails',
    web: '{ command: [sleep, "600"], depends_on: { migrate: { condition: service_completed_successfully } } }',
    others: 'migrate: { image: "busybox:1.37", command: [sh, -c, "echo no such table; exit 7"] }',
    error: /^migrate: exited with code 7 \(web waits for it\)/,
    blamed: 'migrate',
    exitCode: 7,
    said: 'no such table',
  },
  {
    what: 'waits for a dependency that never gets healthy',
    web: '{ command: [sleep, "600"], depends_on: { db: { condition: service_healthy } } }',
    others: `db: { image: "busybox:1.37", init: true, command: [sleep, "600"], healthcheck: { test: [CMD, "false"], ${quick} } }`,
    error: /^db: .*healthy.*\(web waits for it\)/,
    blamed: 'db',
    options: ['--timeout', '4s'],
  },
];

describe('a failed up says why, is undone, and leaves every other instance alone', () => {
  test.for(failing)('a service that $what', async ({ web, others, options = [], error, blamed = 'web', exitCode, said }, { at }) => {
    const project = await bystander(at);
    const [before, leases] = [await at.left(), leasedPorts(at.home)];
    await project.write('compose.yaml', compose(web, others));

    const { exit, record, stderr } = await at.up(project.directory, '--new', ...options);

    expect(exit).toBe(1);
    expect(record.error).toMatch(error);
    expect(record.deployment.services_healthy).toBe(false);
    expect(record.metrics.success).toBe(false);
    expect(record.failure).toMatchObject({
      service: blamed,
      undo_problems: [],
      ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    });
    if (said !== undefined) {
      expect(record.failure?.logs.join('\n')).toContain(said);
      expect(stderr).toContain(said);
    }
    expect(stderr).toContain(record.error);
    expect(await at.left()).toEqual(before);
    expect(leasedPorts(at.home)).toEqual(leases);
  });

  test('--keep leaves it for a look, until down', async ({ at }) => {
    const project = await at.project({ 'compose.yaml': compose('{ ports: ["8080"], command: [sh, -c, "echo look at me; exit 3"] }') });
    const { exit, record } = await at.up(project.directory, '--name', 'kept', '--keep');
    expect({ exit, healthy: record.deployment.services_healthy }).toEqual({ exit: 1, healthy: false });
    expect(await at.ps()).toMatchObject([
      { project: project.name, instance: 'kept', state: 'failed', services: [{ service: 'web', state: 'exited' }] },
    ]);
    const logs = await at.portside('logs', 'kept');
    expect(logs.stdout).toContain('look at me');
    expect(await at.portside('down', 'kept')).toMatchObject({ exit: 0 });
    expect(await at.left()).toEqual([]);
  });
});

/** An instance that runs beside the failing one, of the same project. */
async function bystander(at: Workplace): Promise<Project> {
  const project = await at.project({ 'compose.yaml': await readFile(new URL('bystander.yaml', import.meta.url), 'utf8') });
  const { exit } = await at.up(project.directory, '--name', 'bystander');
  expect(exit).toBe(0);
  expect(Object.keys(await containersOf(`${project.name}-bystander`))).toEqual(['web']);
  return project;
}

function compose(web: string, others = ''): string {
  return `services:\n  web: ${web.replace('{', '{ image: "busybox:1.37", init: true,')}\n${others && `  ${others}\n`}`;
}
