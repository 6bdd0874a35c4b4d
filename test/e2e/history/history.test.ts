import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { HistoryView } from '../../../src/contract/history.ts';
import type { HistoryStats } from '../../../src/contract/stats.ts';
import { test } from '../support/workplace.ts';

const execute = promisify(execFile);
const canary = 'cnry-9Ld3Vq7RtWk26ZsP';
const compose = `services:
  web:
    image: busybox:1.37
    init: true
    command: httpd -f -p 8080
    environment: { VERSION: one, API_TOKEN: "\${API_TOKEN}" }
    ports: ["8080"]
`;

test('versions, commits, causes and results of real deployments, in the terminal, a document and a page', async ({ at }) => {
  const project = await at.project({ 'compose.yaml': compose, '.env': `API_TOKEN=${canary}\n`, '.gitignore': '.env\nTASK.md\n' });
  const { name, directory } = project;
  const git = (...args: string[]) =>
    execute('git', ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.org', ...args], { cwd: directory });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', `Begin with ${canary}`);
  const commit = (await git('rev-parse', 'HEAD')).stdout.trim();
  const up = (...more: string[]) => at.up(directory, '--name', 'demo', '--settle', '0s', ...more);

  const first = await up();
  expect(first.exit, first.stderr).toBe(0);
  expect(first.record.git).toEqual({ commit, subject: 'Begin with ***', dirty: false });
  const again = await up();
  await project.edit('VERSION: one', 'VERSION: two');
  const second = await up();
  expect(second).toMatchObject({ exit: 0, record: { git: { commit, dirty: true } } });
  expect(again.record.content_hash).toBe(first.record.content_hash);
  await git('commit', '--quiet', '--all', '--message', 'A commit that changes no content');
  expect((await up()).record.content_hash).toBe(second.record.content_hash);
  await project.edit('httpd -f -p 8080', "sh -c 'exit 3'");
  const failed = await up('--timeout', '5s');
  expect(failed.exit).toBe(1);
  const back = await at.portside('rollback', `${name}/demo`, '--settle', '0s', '--json');
  expect(back.exit, back.stderr).toBe(0);
  expect(JSON.parse(back.stdout)).toMatchObject({ git: { commit, subject: 'Begin with ***', dirty: false } });
  await at.portside('down', `${name}/demo`);

  const { projects, executions } = JSON.parse((await at.portside('history', directory, '--json')).stdout) as HistoryView;
  expect(executions.map(({ version, changes, result }) => [version, changes[0] ?? '', result].join(' '))).toEqual([
    '  down',
    'v1 back to r1 verified',
    'v3 web: its definition or image changed failed',
    'v2 nothing changed verified',
    'v2 web: its definition or image changed verified',
    'v1 nothing changed verified',
    'v1 first up verified',
  ]);
  expect(executions[2]).toMatchObject({ error: failed.record.error, execution_uuid: failed.record.execution_uuid });
  expect(projects).toMatchObject([
    { project: name, successes: 3, failures: 1, versions: [{ successes: 2, missing: 8 }, { successes: 1 }, { failures: 1, missing: 10 }] },
  ]);
  const shown = await at.portside('history', name);
  expect(shown.stdout).toContain(`${name}  3:1 successes to failures`);
  expect(shown.stdout).toContain(`${commit.slice(0, 7)}*`);

  await project.write('TASK.md', '# Task\r\nmine');
  expect(await at.portside('history', name, '--write', join(directory, 'TASK.md'))).toMatchObject({ exit: 0 });
  const document = await readFile(join(directory, 'TASK.md'), 'utf8');
  expect(document).toMatch(/^# Task\r\nmine\r\n\r\n<!-- portside:history -->\r\n/);
  expect(document).toContain('**Success/Failure Ratio**: 3:1');
  expect(document).toMatch(
    /\| v3 {6}\| web: its definition or image changed; A commit that changes no content \(\w{7}\\\*\) \| ❌ Failed, 0:1: /,
  );
  expect(await at.portside('history', name, '--write', join(directory, 'TASK.md'))).toMatchObject({
    stderr: expect.stringContaining('up to date'),
  });

  const stats = JSON.parse((await at.portside('history', name, '--stats', '--json')).stdout) as HistoryStats;
  expect(stats).toMatchObject({
    ...{ successes: 3, failures: 1, first_time: { versions: 3, verified: 2 } },
    time_to_verified: { first_starts: { count: 1 }, replacements: { count: 1 } },
    services: [{ service: 'web', failures: 1 }],
  });
  expect(stats.causes).toHaveLength(1);
  const page = join(at.folder, 'page.html');
  expect(await at.portside('history', name, '--html', page)).toMatchObject({ exit: 0 });
  expect(await readFile(page, 'utf8')).toContain('<svg');
  for (const text of [shown.stdout, document, await readFile(page, 'utf8'), JSON.stringify(executions)]) expect(text).not.toContain(canary);
  expect(await at.portside('history', 'nobody')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('nothing is recorded of a project nobody'),
  });
  await at.portside('down', `${name}/demo`, '--volumes');
});
