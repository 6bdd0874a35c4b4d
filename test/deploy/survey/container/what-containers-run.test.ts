import { expect, test } from 'vitest';
import type { ComposeService } from '../../../../src/deploy/model/compose-file.ts';
import { inShort, projectOf, smallFiles, smallImage } from './project.ts';

const bind = (source: string, target: string) => ({ type: 'bind', source: `$PROJECT${source}`, target });

test.each<[string, ComposeService]>([
  ['its own command', {}],
  ['a program on PATH', { command: ['sleep', '1'] }],
  [
    'a program in a volume that hides the image',
    { command: ['/data/run'], volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
  ],
  [
    'a PATH of its own, in a volume',
    { command: ['tool'], environment: { PATH: '/bin:/data' }, volumes: [{ type: 'volume', source: 'd', target: '/data' }] },
  ],
  ['a shell that decides', { command: ['sh', '-c', 'command -v curl || sleep 1'] }],
  ['a login shell, whose profile may change PATH', { command: ['sh', '-lc', 'tool'] }],
  ['a shell with a loop', { command: ['sh', '-c', 'for f in a; do tool; done'] }],
  ['a builtin', { command: ['sh', '-c', 'cd / && sleep 1'] }],
  ['a variable as program', { command: ['sh', '-c', '$$TOOL --run'] }],
  ['a numbered user', { user: '12345:54321' }],
  ['a user and a group that are there', { user: 'node:root' }],
  ['a passwd of its own', { user: 'deno', volumes: [bind('/passwd', '/etc/passwd')] }],
  ['a script of another kind', { command: ['sh', '/s/lf.sh'], volumes: [bind('/s', '/s')] }],
  ['a script without its ending', { command: ['node', 'app'], working_dir: '/s', volumes: [bind('/s', '/s')] }],
  ['an option that takes a word', { command: ['node', '-r', 'gone', 'gone.js'] }],
  ['CRLF that is only printed', { command: ['sh', '/s/printed.sh'], volumes: [bind('/s', '/s')] }],
  ['mounts of another service', { command: ['gone'], volumes_from: ['other'] }],
  ['a folder that the image does not have', { working_dir: '/made/by/the/engine' }],
  ['a healthcheck with a choice', { healthcheck: { test: ['CMD-SHELL', 'curl -f http://a || wget -q http://a'] } }],
  ['a healthcheck that its busybox may know', { healthcheck: { test: ['CMD-SHELL', 'nc -z localhost 80'] } }],
  ['a healthcheck that is switched off', { healthcheck: { disable: true, test: ['CMD', 'curl'] } }],
  ['the platform that it is', { platform: 'linux/amd64' }],
  ['another platform, pulled each time', { platform: 'linux/arm64', pull_policy: 'always' }],
])('nothing is wrong with %s', async (_name, definition) => {
  const project = await projectOf({
    passwd: 'deno:x:1:1::/:\n',
    's/lf.sh': 'set -e\nsleep 1\n',
    's/app.js': '',
    's/printed.sh': '# a\r\n\r\necho b\r\n',
  });
  expect(inShort(await project.findings({ web: { image: 'small:1', ...definition } }), project)).toEqual([]);
});

test.each<[string, ComposeService, string[]]>([
  ['a command of another image', { command: ['gunicorn'] }, ['error command-not-found -']],
  ['an entrypoint of another image', { entrypoint: ['/start'] }, ['error entrypoint-wrong -']],
  ['nothing at all', { entrypoint: [] }, ['error entrypoint-wrong -']],
  ['a tool told to a shell', { command: ['sh', '-c', 'cross-env A=b node x'] }, ['error command-not-found -']],
  [
    'a script without x',
    { command: ['/plain.sh'], volumes: [bind('/plain.sh', '/plain.sh')] },
    ['error not-executable [{"edit":"make-executable","file":"plain.sh"}]'],
  ],
  ['a folder as program', { command: ['/srv'] }, ['error entrypoint-wrong -']],
  [
    'bash where there is none',
    { command: ['/b.sh'], volumes: [bind('/b.sh', '/b.sh')] },
    ['error interpreter-missing [{"edit":"replace","file":"b.sh","line":1,"from":"#!/usr/bin/env bash","to":"#!/bin/sh"}]'],
  ],
  ['bash that is needed', { command: ['/arrays.sh'], volumes: [bind('/arrays.sh', '/arrays.sh')] }, ['error interpreter-missing -']],
  [
    'CRLF in its first line',
    { command: ['/crlf.sh'], volumes: [bind('/crlf.sh', '/crlf.sh')] },
    ['error crlf-entrypoint [{"edit":"unix-line-ends","file":"crlf.sh"}]'],
  ],
  [
    'CRLF for a shell',
    { command: ['sh', '/crlf.sh'], volumes: [bind('/crlf.sh', '/crlf.sh')] },
    ['error crlf-entrypoint [{"edit":"unix-line-ends","file":"crlf.sh"}]'],
  ],
  [
    'a user of another image',
    { user: 'deno' },
    ['error user-does-not-exist [{"edit":"set","path":["services","web","user"],"value":"node"}]'],
  ],
  ['a group of another image', { user: 'node:docker' }, ['error user-does-not-exist -']],
  [
    'a file as folder',
    { working_dir: '/etc/passwd' },
    ['error workdir-wrong [{"edit":"set","path":["services","web","working_dir"],"value":"/etc"}]'],
  ],
  [
    'a script that is elsewhere',
    { command: ['node', 'b.sh'], working_dir: '/srv', volumes: [bind('/b.sh', '/s/b.sh')] },
    ['error workdir-wrong [{"edit":"set","path":["services","web","working_dir"],"value":"/s"}]'],
  ],
  ['a script that is nowhere', { command: ['node', 'gone.js'] }, ['error module-not-found -']],
  [
    'curl where there is none',
    { healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost/'] } },
    [
      'error healthcheck-tool-missing [{"edit":"set","path":["services","web","healthcheck","test"],"value":["CMD","node","-e","fetch(\'http://localhost/\').then(({ ok, status }) => { if (!ok) throw new Error(status); })"]}]',
    ],
  ],
  [
    'curl in a shell',
    { healthcheck: { test: ['CMD-SHELL', 'curl -fH A:b http://localhost/ || exit 1'] } },
    ['error healthcheck-tool-missing -'],
  ],
  ['neither of two', { healthcheck: { test: ['CMD-SHELL', 'curl http://a || python3 b'] } }, ['warning healthcheck-tool-missing -']],
  ['another platform', { platform: 'linux/s390x' }, ['error wrong-architecture [{"edit":"remove","path":["services","web","platform"]}]']],
])('%s is found', async (_name, definition, expected) => {
  const files = {
    'b.sh': '#!/usr/bin/env bash\nsleep 1\n',
    'arrays.sh': '#!/bin/bash\na=(1 2)\n',
    'crlf.sh': '#!/bin/sh\r\nset -e\r\n',
    'plain.sh': '#!/bin/sh\n',
  };
  const project = await projectOf(files, { plain: ['plain.sh'] });
  const found = await project.findings({ web: { image: 'small:1', ...definition } });
  expect(
    inShort(
      found.filter(({ rule }) => rule !== 'sources-can-be-parsed'),
      project,
    ),
  ).toEqual(expected);
});

test('an image for another machine fails where nothing imitates that, and is slow where something may', async () => {
  const project = await projectOf({});
  const severities = async (facts: { architecture?: string; emulates?: boolean }) =>
    (await project.findings({ web: { image: 'small:1' } }, facts)).map(({ severity, cause }) => `${severity} ${cause}`);
  expect(await severities({ architecture: 'arm64', emulates: false })).toEqual(['error wrong-architecture']);
  expect(await severities({ architecture: 'arm64', emulates: true })).toEqual(['warning wrong-architecture']);
  expect(await severities({ architecture: 'arm64' })).toEqual(['warning wrong-architecture']);
  expect(await severities({})).toEqual([]);
});

test('a program for another machine is found in an image for this one', async () => {
  const project = await projectOf({});
  const foreign = { ...smallImage, id: `sha256:${'2'.repeat(64)}`, reference: 'foreign:1', command: ['/agent'] };
  project.engine.addImage(foreign, { ...smallFiles, '/agent': { kind: 'file', path: '/agent', mode: 0o755, madeFor: 'arm64' } });
  const found = await project.findings({ web: { image: 'foreign:1' } }, { architecture: 'amd64', emulates: false });
  expect(found.map(({ severity, cause }) => `${severity} ${cause}`)).toEqual(['error exec-format']);
});

test('an image that neither machine nor registry has is an error; one that is only not here is not', async () => {
  const project = await projectOf({ Dockerfile: 'FROM gone:1\n' });
  project.engine.addToRegistry('gone:1', false);
  project.engine.addToRegistry('there:1', true);
  const built = { build: { context: '$PROJECT' } };
  const found = await project.findings({
    a: { image: 'gone:1' },
    b: { image: 'there:1' },
    c: { image: 'unknown:1' },
    d: built,
    e: { image: 'never:1', pull_policy: 'never' },
  });
  expect(found.map(({ service, severity, cause }) => `${service} ${severity} ${cause}`)).toEqual([
    'a error image-not-found',
    'e error image-not-found',
    'd error image-not-found',
  ]);
});

test('what another service may write before is not said to be missing', async () => {
  const project = await projectOf({ 'out/kept.txt': '' });
  const app = { image: 'small:1', command: ['node', '/out/app.js'], volumes: [bind('/out', '/out')] };
  const builder = { image: 'small:1', volumes: [bind('/out', '/made')] };
  expect(inShort(await project.findings({ app }), project)).toEqual(['error module-not-found -']);
  expect(inShort(await project.findings({ app, builder }), project)).toEqual([]);
});

test('what was seen in an image is not looked for again', async () => {
  const project = await projectOf({});
  let looks = 0;
  const { lookInto } = project.engine;
  project.engine.lookInto = (id, paths) => {
    looks++;
    return lookInto(id, paths);
  };
  await project.findings({ web: { image: 'small:1', user: 'node' }, other: { image: 'small:1', user: 'node' } });
  expect(looks).toBe(1);
  await project.findings({ web: { image: 'small:1', user: 'node' } });
  expect(looks).toBe(1);
});

test('what runs before a service is looked for in its image too', async () => {
  const project = await projectOf({});
  const found = (before: string[]) => project.findings({ web: { image: 'small:1' } }, undefined, { before: { web: before } });
  expect(inShort(await found(['migrate']), project)).toEqual(['error command-not-found -']);
  expect(inShort(await found(['node', 'migrate.js']), project)).toEqual([]);
});
