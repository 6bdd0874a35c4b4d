import { describe, expect, test } from 'vitest';
import type { GraduateOptions, Graduating, Trust } from '../../src/contract/graduate.ts';
import type { InstanceView } from '../../src/contract/instance.ts';
import { portside } from './memory-world.ts';
import { demo, failedRecord, main, record, twoInstances, uuid } from './samples.ts';

const trust: Trust = {
  ...{ project: 'hello', instance: 'main', directory: '/home/ada/hello', version: 2, content_hash: 'abc' },
  ...{ successes: 10, failures: 1, ratio: 10 },
};
const graduated: Graduating = {
  ...trust,
  ...{ graduated: true, missing: [], file: '/home/ada/hello/compose.standing.yaml', written: true, notes: [] },
  run: 'docker compose -f compose.standing.yaml -p hello-standing up -d',
  record: { ...record, action: 'graduate' },
};
const refused: Graduating = {
  ...{ ...trust, successes: 7, graduated: false },
  missing: [
    { condition: 'successes', message: '3 more successes: it has 7 to 1, and 10 to 1 are asked for', hint: 'portside up', more: 3 },
  ],
  record: { ...failedRecord, action: 'graduate' },
};

const appSaying = (graduating: Graduating) => ({ ...twoInstances, graduate: () => Promise.resolve(graduating) });

test('every flag reaches the app, and nothing that was not said', async () => {
  const seen: [InstanceView, GraduateOptions][] = [];
  const app = {
    ...twoInstances,
    graduate: (instance: InstanceView, options: GraduateOptions) =>
      Promise.resolve(graduated).finally(() => seen.push([instance, options])),
  };
  await portside(['graduate'], app);
  await portside(['graduate', 'demo', '--ratio', '20:1', '--output', 'a.yaml', '--record', 'r.json', '--yes'], app);
  expect(seen).toEqual([
    [main, {}],
    [demo, { ratio: 20, output: 'a.yaml', recordFile: 'r.json', overwrite: true }],
  ]);
});

test.each([['0'], ['ten'], ['10:2']])('--ratio %s is none', async (ratio) => {
  expect(await portside(['graduate', '--ratio', ratio], twoInstances)).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('It is how many successes one failure asks for: 10, or 10:1.'),
  });
});

describe('how it ends', () => {
  test('written: where, and how to run it', async () => {
    const { exit, stdout, stderr } = await portside(['graduate'], appSaying(graduated));
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' });
    expect(stderr).toMatchInlineSnapshot(`
      "✔ hello/main has graduated (v2: 10 to 1, 10 to 1 are asked for)
        written: hello/compose.standing.yaml

      It needs no Portside, and the project's own file is as it was:
        cd /home/ada/hello && docker compose -f compose.standing.yaml -p hello-standing up -d
        portside down hello/main  first, where both would want the same ports

      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
  });

  test('already: when, and that the file says it', async () => {
    const { record: _record, ...before } = graduated as Extract<Graduating, { graduated: true }>;
    const already = { execution_uuid: uuid, timestamp: '2026-11-20T08:00:00.000Z' };
    const { exit, stderr } = await portside(['graduate'], appSaying({ ...before, written: false, already }), {
      currentDirectory: '/home/ada/hello',
    });
    expect(exit).toBe(0);
    expect(stderr).toContain('✔ hello/main has graduated already, on 2026-11-20 (v2: 10 to 1, 10 to 1 are asked for)');
    expect(stderr).toContain('  it says all this already: compose.standing.yaml\n');
  });

  test('refused: exit 3, with exactly what is missing', async () => {
    const { exit, stdout, stderr } = await portside(['graduate'], appSaying(refused));
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
    expect(stderr).toMatchInlineSnapshot(`
      "✘ hello/main has not earned it yet (v2: 7 to 1, 10 to 1 are asked for)
        ✘ 3 more successes: it has 7 to 1, and 10 to 1 are asked for
          portside up

      Nothing was written.
        portside history hello  what was counted, and when

      execution 0b9d6e1c-5d2f-4c55-9f0e-6a3b1f1d2c3e
      "
    `);
    expect((await portside(['graduate', '--quiet'], appSaying(refused))).stderr).toContain('3 more successes');
  });

  test('--json is one document, either way', async () => {
    for (const graduating of [graduated, refused])
      expect(JSON.parse((await portside(['graduate', '--json'], appSaying(graduating))).stdout)).toEqual(graduating);
  });
});

test('an up that takes a graduation back says so, and that the file stays', async () => {
  const { failure } = failedRecord;
  const took = { graduation: uuid, file: '/home/ada/hello/compose.standing.yaml' };
  if (!failure) throw new Error('it has failed');
  const ended = { record: { ...failedRecord, failure: { ...failure, took_back: took } }, exit: 1 as const, changed: true };
  const { stderr } = await portside(['up'], { up: () => Promise.resolve(ended) });
  expect(stderr).toContain(
    [
      '▲ This version had graduated: the failure takes that back, and its successes count anew from here.',
      `  /home/ada/hello/compose.standing.yaml stays as it is, and says nothing of this (graduation ${uuid})`,
    ].join('\n'),
  );
});

test('a folder with blanks is quoted', async () => {
  const { stderr } = await portside(['graduate'], appSaying({ ...graduated, directory: '/home/ada/my shop' }));
  expect(stderr).toContain("cd '/home/ada/my shop' && docker compose");
});
