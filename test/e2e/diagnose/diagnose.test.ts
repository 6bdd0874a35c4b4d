import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Diagnosis, Explained } from '../../../src/contract/diagnosis.ts';
import { test } from '../support/workplace.ts';

interface Failing {
  what: string;
  files: Record<string, string>;
  cause: Diagnosis['cause'];
  service: string;
  /** Among what is quoted. */
  evidence: RegExp;
  exit?: number;
}

const node = 'image: "node:24-alpine"';
const busybox = 'image: "busybox:1.37", init: true';

const failing: Failing[] = [
  {
    what: 'calls a database that is not there yet',
    files: {
      'compose.yaml': `services:
  redis: { image: "redis:7-alpine", command: [sh, -c, "sleep 20; exec redis-server"] }
  web: { image: "redis:7-alpine", command: [redis-cli, -e, -h, redis, ping], depends_on: [redis], ports: ["80"] }\n`,
    },
    cause: 'depends-on-without-condition',
    service: 'web',
    evidence: /redis:6379: Connection refused/,
  },
  {
    what: 'needs more memory than it may have',
    files: {
      'compose.yaml': `services:
  web: { ${node}, command: [node, -e, "const a = []; for (;;) a.push(Buffer.alloc(8 << 20, 1))"], mem_limit: 64m, memswap_limit: 64m, ports: ["80"] }\n`,
    },
    cause: 'oom-killed',
    service: 'web',
    evidence: /OOMKilled/,
  },
  {
    what: 'names a module that is not there',
    files: { 'compose.yaml': `services:\n  web: { ${node}, command: [node, -e, "require('left-pad')"], ports: ["80"] }\n` },
    cause: 'module-not-found',
    service: 'web',
    evidence: /Cannot find module 'left-pad'/,
  },
  {
    what: 'stands on a service that falls',
    files: {
      'compose.yaml': `services:
  web: { ${busybox}, command: [sh, -c, "until wget -q -O- http://api:8000; do sleep 1; done"], depends_on: { api: { condition: service_healthy } } }
  api: { ${busybox}, command: [sh, -c, "echo API_KEY must be set >&2; exit 1"], healthcheck: { test: [CMD, "true"], interval: 1s } }\n`,
    },
    cause: 'variable-missing',
    service: 'api',
    evidence: /API_KEY must be set/,
  },
  {
    what: 'is built by a command that fails',
    files: {
      'compose.yaml': 'services:\n  web: { build: . }\n',
      Dockerfile: 'FROM busybox:1.37\nRUN echo the stylesheet is missing >&2 && exit 4\n',
    },
    cause: 'build-command-failed',
    service: 'web',
    evidence: /the stylesheet is missing/,
    exit: 3,
  },
];

describe('a failed up says why', () => {
  test.for(failing)('of a service that $what', async ({ files, cause, service, evidence, exit = 1 }, { at }) => {
    const project = await at.project(files);
    const ended = await at.up(project.directory);

    expect(ended.exit).toBe(exit);
    const { diagnosis, execution_uuid: uuid } = ended.record;
    expect(diagnosis).toMatchObject({ cause, service });
    expect(diagnosis?.evidence.map(({ text }) => text).join('\n')).toMatch(evidence);
    for (const said of [diagnosis?.summary, diagnosis?.suggestion, cause]) expect(ended.stderr).toContain(said);

    const again = await at.portside('diagnose', uuid, '--json');
    expect(again.exit).toBe(0);
    expect((JSON.parse(again.stdout) as Explained).diagnosis).toEqual(diagnosis);
    expect(await at.left()).toEqual([]);
  });
});

test('evidence holds no secret, and is for its owner only', async ({ at }) => {
  const project = await at.project({
    'compose.yaml': `services:\n  web: { ${busybox}, environment: { API_TOKEN: canary-7f3a91c2 }, command: [sh, -c, "echo refused: $$API_TOKEN; exit 1"], ports: ["80"] }\n`,
  });
  const { record, stderr } = await at.up(project.directory);
  const file = join(at.home, 'records', `${record.execution_uuid}.evidence.json`);
  const kept = await readFile(file, 'utf8');
  expect(kept).toContain('refused: ***');
  for (const text of [kept, stderr, JSON.stringify(record)]) expect(text).not.toContain('canary-7f3a91c2');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('an instance that was kept is looked at as it is now; one that is well is said to be well', async ({ at }) => {
  const project = await at.project({
    'compose.yaml': `services:\n  web: { ${busybox}, command: [sh, -c, "echo cannot find the answer; exit 3"], ports: ["80"] }\n`,
  });
  await at.up(project.directory, '--name', 'kept', '--keep');
  const kept = await at.portside('diagnose', 'kept');
  expect(kept).toMatchObject({ exit: 0 });
  expect(kept.stdout).toContain('cannot find the answer');
  await at.portside('down', 'kept');

  await project.write('compose.yaml', `services:\n  web: { ${busybox}, command: httpd -f -p 80, ports: ["80"] }\n`);
  await at.up(project.directory, '--name', 'well');
  const well = await at.portside('diagnose', 'well');
  expect(well).toMatchObject({ exit: 0 });
  expect(well.stdout).toContain('nothing is wrong');
  await at.portside('down', 'well');
});

test('what there is nothing of is wrong usage', async ({ at }) => {
  const unknown = await at.portside('diagnose', '00000000-0000-4000-8000-000000000000');
  expect(unknown.exit).toBe(2);
  expect(unknown.stderr).toContain('there is no execution');
});
