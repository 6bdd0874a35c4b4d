import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, runInstance } from '../support/running.ts';
import type { Sighting } from '../support/sightings.ts';
import { type Workplace, openWorkplace } from '../support/workplace.ts';

interface Bad {
  what: string;
  edits: [before: string, after: string][];
  exit: 1 | 3;
  error: RegExp;
  /** The stage that it failed in. */
  stage: string;
  /** The old one runs on without a stop, for the new one never got as far. */
  untouched?: true;
}

const greeting: Bad['edits'][number] = ['GREETING: hello', 'GREETING: goodbye'];
const program = 'exec httpd -f -p 8080 -h /www';
const serve = `sh -c 'mkdir /www; echo "$$GREETING" > /www/index.html; ${program}'`;
// Answers for three seconds as a good one would.
const turning = `const s=Date.now();require('http').createServer((q,a)=>{a.statusCode=Date.now()-s<3000?200:500;a.end('new')}).listen(8080);process.on('SIGTERM',()=>process.exit())`;

const bad: Bad[] = [
  {
    what: 'crashes',
    edits: [[program, 'echo cannot reach the moon; exit 4']],
    exit: 1,
    error: /^web: exited with code 4/,
    stage: 'verify',
  },
  {
    what: 'never gets healthy',
    edits: [
      greeting,
      [
        'ports: ["8080"]',
        'ports: ["8080"]\n    healthcheck: { test: [CMD, sh, -c, "echo still cold; exit 1"], interval: 200ms, timeout: 1s, retries: 5 }',
      ],
    ],
    exit: 1,
    error: /^web: .*healthy.*still cold/,
    stage: 'verify',
  },
  {
    what: 'turns bad after three seconds, its process still there',
    edits: [
      ['image: busybox:1.37', 'image: node:24-alpine'],
      [serve, `[node, -e, "${turning}"]`],
    ],
    exit: 1,
    error: /^web: .*500/,
    stage: 'verify',
  },
  {
    what: 'has a migration that fails',
    edits: [greeting, ['x-portside:', 'x-portside:\n  before: { web: [sh, -c, "echo no such table; exit 7"] }']],
    exit: 1,
    error: /web.*7/,
    stage: 'apply',
    untouched: true,
  },
  {
    what: 'does not build',
    edits: [['image: busybox:1.37', 'build: { context: ., dockerfile_inline: "FROM busybox:1.37\\nRUN echo no such compiler; exit 9" }']],
    exit: 1,
    error: /web/,
    stage: 'build',
    untouched: true,
  },
];

describe('after a new version that fails, the very same old containers run and answer on the same port', () => {
  let at: Workplace;
  let clear: () => Promise<void>;
  let running: Running;
  let good: string;

  beforeAll(async () => {
    ({ at, clear } = await openWorkplace());
    running = await runInstance(at, new URL('.', import.meta.url));
    good = await readFile(join(running.project.directory, 'compose.yaml'), 'utf8');
  });
  afterAll(() => clear());

  test.for(bad)('one that $what', async ({ edits, exit: expected, error, stage, untouched }) => {
    const before = await running.containers();
    for (const [from, to] of edits) await running.project.edit(from, to);

    const { exit, record, stderr } = await running.up();
    await running.project.write('compose.yaml', good);

    expect(exit, stderr).toBe(expected);
    expect(record.error, stderr).toMatch(error);
    expect(record.metrics.success).toBe(false);
    expect(record.failure).toMatchObject({ stage, undo_problems: [] });
    expect(record.diagnosis, stderr).toBeDefined();

    expect(await running.answer()).toBe('hello\n');
    const after = await running.containers();
    expect(after.map(identified)).toEqual(before.map(identified));
    expect(serving(after, 'worker')).toEqual(serving(before, 'worker'));
    if (untouched) expect(after).toEqual(before);
    else expect(record.failure?.old_version).toMatchObject({ verified: true });

    expect(await at.left()).toEqual(running.before);
    expect(await at.ps()).toMatchObject([{ instance: 'demo', state: 'running' }]);
  });

  test('and the next good version takes its place', async () => {
    const { record } = await running.change(['GREETING: hello', 'GREETING: good evening'], '--settle', '0s');
    expect(record.metrics.changed).toBe(true);
    expect(await running.answer()).toBe('good evening\n');
    expect((await running.containers()).map(({ service }) => service)).toEqual(['web', 'worker']);
    expect(await at.portside('down', 'demo')).toMatchObject({ exit: 0 });
    expect(await at.left()).toEqual([]);
  });
});

function identified({ service, id, name, state }: Sighting): Omit<Sighting, 'startedAt'> {
  return { service, id, name, state };
}

function serving(seen: Sighting[], service: string): Sighting | undefined {
  return seen.find((one) => one.service === service);
}
