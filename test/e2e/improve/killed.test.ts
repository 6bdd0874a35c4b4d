import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { ImproveEvent } from '../../../src/contract/improve-events.ts';
import { test } from '../support/workplace.ts';
import { broken, hears, improving } from './bench.ts';

const moments: { when: string; fits: (event: ImproveEvent) => boolean; agent: string; iteration: number }[] = [
  {
    when: 'the project is judged as it is',
    fits: (event) => event.event === 'execution' && event.of.event === 'stage' && event.of.stage === 'apply',
    agent: '',
    iteration: 1,
  },
  { when: 'the agent works', fits: ({ event }) => event === 'agent', agent: 'echo half > half; echo at work; sleep 60', iteration: 1 },
  {
    when: 'what the agent left is judged',
    fits: (event) => event.event === 'judging' && event.iteration === 1,
    agent: 'touch srv/ok',
    iteration: 1,
  },
  {
    when: 'it is brought up to be judged',
    fits: hasJudged(1),
    agent: 'touch srv/ok',
    iteration: 1,
  },
];

function hasJudged(iteration: number): (event: ImproveEvent) => boolean {
  let judging = false;
  return (event) => {
    judging ||= event.event === 'judging' && event.iteration === iteration;
    return judging && event.event === 'execution' && event.of.event === 'stage' && event.of.stage === 'verify';
  };
}

describe('kill -9: the next run goes on at the same iteration, and nothing of the killed one is left', () => {
  test.for(moments)('while $when', async ({ fits, agent, iteration }, { at }) => {
    const { project, begin, copies, git, unfinished } = await improving(at);
    const marker = join(at.folder, 'ended');
    const killed = begin(`${agent || 'true'}; touch ${marker}`);
    await killed.heard(hears(fits));
    killed.kill('SIGKILL');
    await killed.ended;
    expect(unfinished()).toBe(true);
    const agents = () =>
      execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes(marker) && !line.includes('portside'));

    // Nothing but the folder is said again.
    const mended = join(at.folder, 'bin');
    const { exit, stdout, stderr } = await at.portside(
      'improve',
      project.directory,
      '--json',
      '--',
      'sh',
      '-c',
      `ls -A > ${mended}; touch srv/ok; rm -f half`,
    );

    expect(exit, stderr).toBe(0);
    const { improvement } = JSON.parse(stdout);
    expect(improvement).toMatchObject({ status: 'completed', agent: 'command' });
    expect(improvement.iterations.map((one: { iteration: number }) => one.iteration)).toEqual([iteration]);
    expect(readFileSync(mended, 'utf8')).not.toContain('half');
    expect(agents()).toEqual([]);
    expect(git('diff', '--name-only', 'main', improvement.branch)).toBe('srv/ok');
    expect(await copies()).toEqual([]);
    expect(await at.left()).toEqual([]);
    expect(unfinished()).toBe(false);
  });

  test('it goes on by the command that it was begun with, and --restart leaves nothing of it', async ({ at }) => {
    const { project, begin, copies, git } = await improving(at);
    const once = join(at.folder, 'once');
    const killed = begin(`test -e ${once} && touch srv/ok && exit; touch ${once}; echo first; sleep 60`, '--limit', '3');
    await killed.heard(hears(({ event }) => event === 'agent'));
    killed.kill('SIGKILL');
    await killed.ended;
    const other = await at.portside('improve', project.directory, '--until', 'npm test');
    expect(other).toMatchObject({ exit: 2, stderr: expect.stringContaining('--restart') });
    const { exit, stderr } = await at.portside('improve', project.directory);
    expect(exit, stderr).toBe(0);
    expect(stderr).toContain('iteration 1 of at most 3  command');
    expect(git('branch')).toContain('portside/improve-');

    const again = begin('echo x; sleep 60');
    await again.heard(hears(({ event }) => event === 'agent'));
    again.kill('SIGKILL');
    await again.ended;
    const anew = await at.portside('improve', project.directory, '--restart', '--agent', 'rules', '--limit', '1');
    expect(anew.exit).toBe(1);
    expect(anew.stderr).not.toContain('goes on');
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain('echo x; sleep 60');
    expect(await copies()).toEqual([]);
  });
});

describe('Ctrl-C ends everything with 130, and what was kept is handed over', () => {
  test.for(moments)('while $when', async ({ fits, agent }, { at }) => {
    const { begin, copies, unfinished, git } = await improving(at);
    const at_work = begin(agent || 'true');
    await at_work.heard(hears(fits));
    at_work.kill('SIGINT');
    const { exit, stdout } = await at_work.ended;
    expect(exit).toBe(130);
    const end = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .at(-1);
    expect(end).toMatchObject({ event: 'end', record: { improvement: { status: 'stopped', reason: 'stopped' } } });
    expect(await copies()).toEqual([]);
    expect(await at.left()).toEqual([]);
    expect(unfinished()).toBe(true);
    expect(git('branch')).toBe('* main');
  });

  test('while the command of a criterion runs', async ({ at }) => {
    const { begin, copies } = await improving(at, { 'compose.yaml': broken, 'srv/ok': '' });
    const looking = begin('true', '--until', 'sleep 60');
    await looking.heard(hears((event) => event.event === 'execution' && event.of.event === 'end' && event.of.record.action === 'up'));
    looking.kill('SIGINT');
    expect((await looking.ended).exit).toBe(130);
    expect(await copies()).toEqual([]);
    expect(await at.left()).toEqual([]);
  });
});
