import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CheckReport } from '../../../src/contract/check.ts';
import { test } from '../support/workplace.ts';

const compose = `# The shop
services:
  store:
    images: redis:7-alpine       # what it remembers
    volumes: ["orders:/data"]

  web:
    image: busybox:1.37
    init: true
    command: ["sh", "-c", "echo $$GREETING > /tmp/index.html && exec httpd -f -p 8080 -h /tmp"]
    ports: "8080"                # one is enough
    env_file: .env
    depends_on:
      - redis                    # its old name
`;

const repaired = `# The shop
services:
  store:
    image: redis:7-alpine       # what it remembers
    volumes: ["orders:/data"]

  web:
    image: busybox:1.37
    init: true
    command: ["sh", "-c", "echo $$GREETING > /tmp/index.html && exec httpd -f -p 8080 -h /tmp"]
    ports: ["8080"]                # one is enough
    env_file: .env
    depends_on:
      - store                    # its old name
volumes:
  orders:
`;

test('a stack with five faults: all five in one run, repaired by --fix, and then it comes up', async ({ at }) => {
  const project = await at.project({ 'compose.yaml': compose, '.env.example': 'GREETING=hello\n' });
  const text = () => readFile(join(project.directory, 'compose.yaml'), 'utf8');

  const found = await at.portside('check', project.directory, '--json');
  expect(found.exit, found.stderr).toBe(3);
  const { findings, counts } = JSON.parse(found.stdout) as CheckReport;
  expect(
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ line }) => line)
      .toSorted((a = 0, b = 0) => a - b),
  ).toEqual([4, 5, 11, 12, 14]);
  expect(counts.repairable).toBeGreaterThanOrEqual(5);

  const up = await at.portside('up', project.directory);
  expect(up.exit).toBe(2);
  expect(up.stderr).toMatch(/compose\.yaml:\d+:\d+: /);

  const asked = await at.portside('check', project.directory, '--fix');
  expect(asked.exit).toBe(3);
  expect(asked.stderr).toContain('portside check --fix --yes');
  expect(await text()).toBe(compose);

  const fixed = await at.portside('check', project.directory, '--fix', '--yes');
  expect(fixed.exit, fixed.stdout).toBe(0);
  expect(await text()).toBe(repaired);
  expect(await readFile(join(project.directory, '.env'), 'utf8')).toBe('GREETING=hello\n');

  const again = await at.portside('check', project.directory, '--fix', '--yes');
  expect(again.exit).toBe(0);
  expect(await text()).toBe(repaired);

  const { exit, record, stderr } = await at.up(project.directory);
  expect(exit, stderr).toBe(0);
  const [endpoint] = record.deployment.endpoints;
  expect(await (await fetch(`${endpoint?.url}/index.html`)).text()).toBe('hello\n');
});

test('without an engine everything else is checked', async ({ at }) => {
  const project = await at.project({ 'compose.yaml': compose, '.env': 'GREETING=hello\n' });
  at.environment['DOCKER_HOST'] = `unix://${join(at.folder, 'no.sock')}`;

  const { exit, stdout } = await at.portside('check', project.directory);

  expect(exit).toBe(3);
  expect(stdout).toContain('not checked: what only an engine knows');
  expect(stdout).toContain('compose.yaml:4:5');
});
