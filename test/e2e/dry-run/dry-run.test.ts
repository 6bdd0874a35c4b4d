import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Preview } from '../../../src/contract/preview.ts';
import { lines } from '../support/outside.ts';
import { test } from '../support/workplace.ts';

test('--dry-run says every step and its cause, and touches nothing', async ({ at }) => {
  const project = await at.project(new URL('.', import.meta.url));

  const told = await at.portside('up', project.directory, '--name', 'demo', '--dry-run');
  const { exit, stdout } = await at.portside('up', project.directory, '--name', 'demo', '--dry-run', '--json');

  expect([told.exit, exit]).toEqual([0, 0]);
  const preview = JSON.parse(stdout) as Preview;
  expect(preview).toMatchObject({ project: project.name, instance: 'demo', ports: [{ name: 'API_PORT', service: 'web', target: 8080 }] });
  expect(preview.steps.map(({ step }) => step)).toEqual([
    expect.stringMatching(/^build .*web/),
    expect.stringMatching(/^create network/),
    expect.stringMatching(/^create volume/),
    expect.stringMatching(/^create web/),
    expect.stringMatching(/^start web/),
  ]);
  for (const { step, cause } of preview.steps) {
    expect(cause).not.toBe('');
    expect(told.stdout).toMatch(new RegExp(`${step.replaceAll(/[^\w ]/g, '.')}\\s+${cause.replaceAll(/[^\w ]/g, '.')}`));
  }
  expect(preview.probes).toContainEqual(expect.objectContaining({ probe: 'http web:8080/' }));

  expect(await at.left()).toEqual([]);
  expect(existsSync(join(at.home, 'records'))).toBe(false);
  expect(await lines(['images', '--quiet', '--filter', `reference=portside/${project.name}-*`])).toEqual([]);
});
