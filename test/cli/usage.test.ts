import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/contract/user-error.ts';
import { portside } from './memory-world.ts';

describe('wrong usage is exit 2, says what was meant, and shows no stack', () => {
  test.each([
    [['upp'], "✘ unknown command 'upp'\n  did you mean up?\n"],
    [['up', '--nme', 'x'], "✘ unknown option '--nme'\n  did you mean --name?\n"],
    [
      ['up', '--timeout', 'soon'],
      /^✘ option '--timeout <duration>' argument 'soon' is invalid\. A duration looks like 90, 90s, 2m or 500ms\.\n/,
    ],
    [['up', 'a', 'b'], /^✘ too many arguments/],
    [['up', '--name', 'x', '--new'], /^✘ --name and --new contradict each other\n/],
    [['up', '--canary', '100'], /It is a share of the requests, above 0 and below 100: 10 or 10%\.\n/],
    [['up', '--canary', '10', '--new'], /^✘ --canary and --new contradict each other\n/],
    [['up', '--canary', '10', '--snapshot'], /^✘ --canary and --snapshot contradict each other\n/],
    [['up', '--snapshot', '--new'], /^✘ --snapshot and --new contradict each other\n/],
    [['up', '--promote', '--abort'], /^✘ --promote and --abort contradict each other\n/],
    [['up', '--promote', '--canary', '20'], /^✘ --promote and --canary contradict each other\n {2}--promote ends a canary/],
    [['up', '--abort', '--only', 'web'], /^✘ --abort and --only contradict each other\n/],
    [['up', '--json', '--events'], /^✘ option '--events' cannot be used with option '--json'\n/],
    [['logs', '--tail', 'few'], /It is a number of lines, or all\./],
    [['env', '--format', 'xml'], /Allowed choices are sh, fish, json\./],
    [['exec', 'web'], '✘ exec needs a command after --\n  such as: portside exec web -- sh\n'],
    [['improve', 'shop', 'rules'], /^✘ it takes one folder, and 2 were named\n/],
    [['improve', '--agent', 'claude', '--', 'true'], /^✘ a command was given, and claude runs its own\n/],
    [['down', '--all', '--everything'], /^✘ --all and --everything contradict each other\n/],
    [['down', 'demo', '--everything'], /^✘ --everything leaves nothing to choose/],
  ])('%j', async (argv, said) => {
    const { exit, stderr } = await portside(argv, {});
    expect(exit).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('with --json a problem is a document too', async () => {
  const problem = new UserError({ code: 'no-engine', exit: 4, message: 'no engine answers', hint: 'start Docker' });
  const { exit, stdout, stderr } = await portside(['ps', '--json'], { list: () => Promise.reject(problem) });
  expect(exit).toBe(4);
  expect(JSON.parse(stdout)).toEqual({ error: { code: 'no-engine', message: 'no engine answers', hint: 'start Docker' } });
  expect(stderr).toBe('✘ no engine answers\n  start Docker\n');
});

test('--json after -- belongs to the command inside', async () => {
  const { stdout } = await portside(['exec', '--', 'jq', '--json'], {});
  expect(stdout).toBe('');
});

test('what nobody foresaw is a bug of ours, with its stack', async () => {
  const { exit, stderr } = await portside(['ps'], { list: () => Promise.reject(new TypeError('x is not a function')) });
  expect(exit).toBe(6);
  expect(stderr).toMatch(/^TypeError: x is not a function\n\s+at /);
  expect(stderr).toMatch(/✘ this is a bug in portside, please report it: x is not a function\n$/);
});

describe('help', () => {
  test('shows the groups of commands, the everyday one first, each with its question', async () => {
    const { exit, stdout } = await portside(['--help'], {});
    expect(exit).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Deploys Docker Compose projects, as many copies side by side as you like, and proves that each one
      runs.

      Every day: does it run, and where do I reach it?
        up [dir]                             start it, or what changed in it, and prove that it runs
        ps                                   what runs, and where to reach it
        url [INSTANCE] [NAME]                one endpoint's URL
        env [INSTANCE]                       its ports and URLs as variables
        logs [INSTANCE] [SERVICE…]           what its services print
        exec [INSTANCE] SERVICE -- COMMAND…  a command inside a service
        down [INSTANCE]                      take an instance down

      Safe: what is wrong, before it starts and when it fails?
        check [dir]                          what is wrong with it, before it starts
        doctor                               is the machine well?
        diagnose [INSTANCE]                  why did it fail?
        config [dir] | set | get | unset     every variable: its value, where from, who uses it
        rollback [INSTANCE]                  bring back what ran before, and prove that it runs
        snapshot [INSTANCE] | list           copy an instance's volumes
        restore [INSTANCE] [SNAPSHOT]        bring the volumes back to a snapshot
        prune [INSTANCE]                     remove what nobody needs any more

      Proof: did it happen, and how often did it go well?
        history [PROJECT]                    what was deployed, why, and how it went
        verify [UUID]                        did it happen, and does it still hold?
        graduate [INSTANCE]                  write a trusted stack as plain Compose

      Agents: can it mend itself?
        improve [dir] [-- COMMAND…]          have an agent work on it until it holds
        memory list | forget | …             what mended which failure
        mock claude                          models that say what a file scripts

      Beyond: who else may use it?
        serve                                the executor: agent commands over a WebSocket
        executor run [INSTANCE] -- COMMAND…  a command through an executor
        preflight HOST:PORT… -- COMMAND…     wait for what a container needs, then start it

      Shell: who types all that?
        completion <shell>                   a script for your shell

      Everywhere
        -V, --version                        which portside this is
        --json                               one JSON document on standard output
        --events                             one JSON object a line while it works
        --quiet                              only the result
        --verbose                            every step with its cause, and what the engine says
        -h, --help                           what can be said, with an example

      portside COMMAND --help says more, with an example.
      "
    `);
  });

  test.each([
    'up',
    'down',
    'ps',
    'url',
    'env',
    'logs',
    'exec',
    'serve',
    'executor',
    'executor run',
    'preflight',
    'config',
    'config set',
    'config get',
    'config unset',
    'completion',
  ])('%s has an example and the flags of all', async (command) => {
    const { exit, stdout } = await portside([...command.split(' '), '--help'], {});
    expect(exit).toBe(0);
    expect(stdout).toMatch(/For example:\n {2}\$ /);
    expect(stdout).toContain('--json');
  });

  test('without a command it is shown, and that is wrong usage', async () => {
    const { exit, stdout, stderr } = await portside([], {});
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('up [dir]');
  });
});
