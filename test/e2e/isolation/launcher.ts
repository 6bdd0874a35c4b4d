import { homedir, hostname } from 'node:os';
import type { Isolation } from '../../../src/agents/isolation/isolation.ts';
import { type IsolatedLauncher, createIsolatedLauncher } from '../../../src/agents/isolation/launcher.ts';
import { connect } from '../../../src/engine/connect/connect.ts';
import { systemIds } from '../../../src/system/ids.ts';
import { isAlive, startTimeOf } from '../../../src/system/process.ts';

/** A launcher of this process on a real engine, as `improve --isolate` has one; Node's own image stands for the `dev` image. */
export async function isolatedLauncher(
  more: Partial<Isolation> = {},
  environment: Record<string, string | undefined> = process.env,
): Promise<IsolatedLauncher> {
  const { engine } = await connect({ environment, home: homedir() });
  const self = { host: hostname(), pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' };
  return createIsolatedLauncher({
    engine,
    image: 'node:24-alpine',
    hosts: [],
    user: { uid: 4321, gid: 4321 },
    self,
    isAlive,
    ids: systemIds,
    ...more,
  });
}
