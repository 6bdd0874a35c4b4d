import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createCommand } from '../../../src/agents/command.ts';
import type { IsolatingEngine } from '../../../src/agents/isolation/engine.ts';
import { createIsolatedLauncher } from '../../../src/agents/isolation/launcher.ts';
import { EngineError } from '../../../src/engine/interface.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { assignment, options } from '../assignment.ts';

const away = () => Promise.reject(new EngineError('unreachable', 'nobody answers at the socket'));
const nothing = () => Promise.resolve();

/** One that is there, but for what a test takes from it. */
const engine: IsolatingEngine = {
  inspectImage: (reference) => Promise.resolve({ id: 'sha256:0', reference, volumes: [], exposed: [] }),
  createContainer: () => Promise.resolve('c1'),
  attachContainer: () => Promise.resolve({ stdout: Readable.from([]), stderr: Readable.from([]) }),
  startContainer: nothing,
  stopContainer: nothing,
  waitContainer: () => Promise.resolve(0),
  removeContainer: nothing,
  createVolume: () => Promise.resolve(true),
  removeVolume: nothing,
  listContainers: () => Promise.resolve([]),
  describeVolumes: () => Promise.resolve([]),
};

async function tries(taken: Partial<IsolatingEngine>, times = 1) {
  const launcher = createIsolatedLauncher({
    ...{ engine: { ...engine, ...taken }, image: 'some', hosts: [], user: { uid: 1, gid: 1 }, ids: systemIds },
    ...{ self: { host: 'here', pid: 1, startTime: '1' }, isAlive: () => Promise.resolve(true) },
  });
  const agent = createCommand(options({}, { command: ['agent'], launcher, fullRights: true }));
  const outcomes: string[] = [];
  for (let left = times; left > 0; left -= 1) outcomes.push((await agent.work(await assignment({}))).outcome.kind);
  return outcomes;
}

test('an engine that is away when an agent starts, or goes away while it works, is no try of the agent', async () => {
  expect(await tries({})).toEqual(['done']);
  expect(await tries({ createContainer: away })).toEqual(['infrastructure']);
  expect(await tries({ waitContainer: away, stopContainer: away, removeContainer: away })).toEqual(['infrastructure']);
});

test('an engine that was away at the first start is asked again at the next', async () => {
  let looks = 0;
  expect(await tries({ listContainers: () => ((looks += 1) === 1 ? away() : Promise.resolve([])) }, 2)).toEqual(['infrastructure', 'done']);
});

test('what an engine refuses is not waited for', async () => {
  const refuses = () => Promise.reject(new EngineError('image-not-found', 'no such image'));
  await expect(tries({ createContainer: refuses })).rejects.toThrow('no such image');
});
