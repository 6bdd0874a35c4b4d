import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/contract/improve.ts';
import type { Try } from '../../src/contract/improvement.ts';
import { type Judged, allHold, compareStanding } from '../../src/loop/judge.ts';
import { notesOf, writeNotes } from '../../src/loop/notes.ts';
import { promptOf } from '../../src/loop/prompt.ts';
import { newRun } from '../../src/loop/run.ts';

const first: Try = {
  ...{ iteration: 1, agent: 'claude', outcome: 'done', verdict: 'reverted', reason: 'web: exited with code 1' },
  ...{
    stat: '1 file changed, 1 insertion(+)',
    files: ['compose.yaml'],
    put_back: ['test/web.test.js'],
    held: 0,
    of: 2,
    tokens: 0,
    seconds: 1,
  },
};

const evidence: Evidence = {
  criteria: [
    { name: 'verified', held: false, detail: 'web: exited with code 1' },
    { name: 'npm test', held: false, detail: 'exit code 1', output: ['not ok 1', '```', 'done'] },
    { name: 'http web:80/', held: true, detail: '200' },
  ],
  error: 'web: exited with code 1',
  findings: [{ rule: 'r', severity: 'error', message: 'web calls localhost', at: 'compose.yaml:4', fix: 'say redis' }],
  logs: [{ service: 'web', lines: ['starting', 'ECONNREFUSED'] }],
  tried: [first],
  remembered: [{ signature: 's', failure: 'web calls localhost', fix: 'Said redis.', patch: '-localhost\n+redis\n', worked: 3, failed: 1 }],
};

test('the prompt: what holds and what does not, why, what was tried, and how it is judged', () => {
  expect(promptOf({ project: 'shop', directory: '/w/shop', goal: 'a second page', iteration: 2, evidence, kept: ['data/'] }))
    .toMatchInlineSnapshot(`
    "# Make the Docker Compose project "shop" work

    What is wanted: a second page

    You are in its folder, /w/shop, on a branch of its own. Change the files there, and nothing elsewhere. Find the cause, and mend that with the smallest change.

    ## What has to hold
    - [ ] verified: web: exited with code 1
    - [ ] npm test: exit code 1
    - [x] http web:80/: 200

    ## The end of what npm test printed
    \`\`\`\`
    not ok 1
    \`\`\`
    done
    \`\`\`\`

    ## What went wrong
    web: exited with code 1

    ## What a check of the files found
    - error: web calls localhost (compose.yaml:4). say redis

    ## The last lines of web
    \`\`\`
    starting
    ECONNREFUSED
    \`\`\`

    ## What mended the same failure before
    - web calls localhost: Said redis. (worked 3 of 4 times)
    \`\`\`diff
    -localhost
    +redis
    \`\`\`

    ## What was tried in this run
    - Try 1: 1 file changed, 1 insertion(+) in compose.yaml. Reverted: web: exited with code 1; put back: test/web.test.js

    ## How your work is judged
    - The files that you leave are checked, brought up as a throw-away copy, and looked at from outside. What you say of them does not count.
    - Services, ports, probes and healthchecks that are there must stay, and mean something; privileges, host namespaces, devices, the engine’s socket and mounts of other folders are refused.
    - Tests, acceptance criteria and \`x-portside\` are put back as they were before your work is judged.
    - So are: data/
    - Do not start containers yourself, and do not commit: both are done for you.
    - Values that read *** are secrets that you need not know.

    This is try 2. What did not work before will not work now: try something else.
    "
  `);
});

test('the first prompt of a project of which nothing is known', () => {
  const nothing = {
    criteria: [{ name: 'verified', held: false, detail: 'not looked at yet' }],
    findings: [],
    logs: [],
    tried: [],
    remembered: [],
  };
  const prompt = promptOf({ project: 'shop', directory: '/w/shop', iteration: 1, evidence: nothing, kept: [] });
  expect(prompt.match(/^#.*$/gm)).toEqual([
    '# Make the Docker Compose project "shop" work',
    '## What has to hold',
    '## How your work is judged',
  ]);
});

test('however much was printed, a prompt stays one that an agent can read', () => {
  const line = 'x'.repeat(1_000_000);
  const long: Evidence = {
    ...evidence,
    error: line,
    criteria: [{ name: 'verified', held: false, detail: line, output: Array.from({ length: 1000 }, () => line) }],
    logs: Array.from({ length: 40 }, (_, nth) => ({ service: `s${nth}`, lines: Array.from({ length: 60 }, () => line) })),
    remembered: [{ ...evidence.remembered[0], patch: `+${line}\n`.repeat(100) } as Evidence['remembered'][number]],
    tried: [{ ...first, reason: line }],
  };
  expect(promptOf({ project: 'shop', directory: '/w/shop', iteration: 2, evidence: long, kept: [] }).length).toBeLessThan(100_000);
});

const run = {
  ...newRun({
    ...{ id: '0f9a3b1c-0000-4000-8000-000000000000', directory: '/srv/shop', agent: 'claude', until: 'verified', criteria: [] },
    ...{ startedAt: Date.parse('2026-11-21T12:00:00Z'), base: 'a'.repeat(40) },
  }),
  tries: [first, { ...first, iteration: 2, verdict: 'kept' as const, reason: 'web listens\n## Run of somebody', put_back: [], held: 1 }],
};

test('the notes: what worked, what failed, what to try next', () => {
  expect(notesOf(run, 'failed, stagnated: nothing', evidence)).toMatchInlineSnapshot(`
    "## Run 0f9a3b1c-0000-4000-8000-000000000000

    2026-11-21T12:00:00.000Z, agent claude, until verified: failed, stagnated: nothing

    ### What worked
    - 2: web listens ## Run of somebody; 1 file changed, 1 insertion(+) (compose.yaml); 1 of 2 criteria held

    ### What failed
    - 1: web: exited with code 1; 1 file changed, 1 insertion(+) (compose.yaml); 0 of 2 criteria held; put back: test/web.test.js

    ### Next to try
    - make it hold: verified (web: exited with code 1)
    - make it hold: npm test (exit code 1)
    - say redis
    - what helped before: Said redis."
  `);
});

test('notes of earlier runs stay, of the same one there is one, and git leaves them alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portside-notes-'));
  try {
    const ids = ['one', 'two', 'one', ...Array.from({ length: 12 }, (_, nth) => `more${nth}.`)];
    for (const id of ids) await writeNotes(folder, { ...run, id }, 'failed', evidence);
    const text = readFileSync(join(folder, '.portside/improve/notes.md'), 'utf8');
    expect(text.match(/^## Run .*$/gm)).toHaveLength(10);
    expect(text.match(/^## Run .*$/m)?.[0]).toBe('## Run more11.');
    expect(readFileSync(join(folder, '.portside/.gitignore'), 'utf8')).toBe('*\n');
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', '.portside'), '');
    await expect(writeNotes(join(folder, 'other'), run, 'failed', evidence)).rejects.toMatchObject({ exit: 2 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('one standing is better than another by its criteria first, then by how far it came', () => {
  const judged = (held: number, reach: number[]): Judged => ({
    criteria: [0, 1, 2].map((nth) => ({ name: String(nth), held: nth < held, detail: '' })),
    evidence: { findings: [], logs: [] },
    reach,
  });
  expect(compareStanding(judged(2, [0]), judged(1, [9]))).toBeGreaterThan(0);
  expect(compareStanding(judged(1, [3, -1]), judged(1, [3, -2]))).toBeGreaterThan(0);
  expect(compareStanding(judged(1, [3]), judged(1, [3, 0]))).toBe(0);
  expect(compareStanding(judged(1, [2, 9]), judged(1, [3]))).toBeLessThan(0);
  expect([allHold([]), allHold(judged(3, []).criteria), allHold(judged(2, []).criteria)]).toEqual([false, true, false]);
});
