import type { Instance } from '../../ledger/instances.ts';
import type { Execution } from '../execution.ts';
import type { SnapshotStep } from '../model/step.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { completeSnapshot, copyVolumes } from './copy-volumes.ts';
import { holdAll, releaseAll } from './holding.ts';
import { EngineError } from '../../engine/interface.ts';
import { toolsForVolumes } from './tools-for-volumes.ts';

export interface SnapshotFirst {
  registered: Instance;
  connection: Connection;
  tools: DeployTools;
  execution: Execution;
}

/** Copies volumes before an `up` touches anything; whoever stood still for it goes on. What fails half-way is left to the step's undo. Throws EngineError. */
export async function snapshotFirst(
  { id, volumes, held, holdsOn }: SnapshotStep,
  { registered, connection, tools, execution }: SnapshotFirst,
): Promise<void> {
  const { composeName, project, instance, directory, revision } = registered;
  const tell = (message: string) => execution.say({ event: 'note', message });
  const volumeTools = toolsForVolumes({ composeName, directory, execution: execution.uuid }, connection, tools, tell);
  await holdAll(held, volumeTools);
  const containers = await connection.engine.listContainers();
  const copying = { ...volumeTools, clock: tools.clock, say: execution.say, signal: execution.signal };
  const copied = await copyVolumes(id, volumes, { holders: held, containers }, copying);
  const problems = holdsOn ? [] : await releaseAll(held, volumeTools);
  if (problems.length > 0) throw new EngineError('other', problems.join('; '));
  await completeSnapshot(tools.snapshots, {
    ...{ id, project, instance, compose_name: composeName, directory, reason: 'up', execution_uuid: execution.uuid },
    created_at: new Date(tools.clock.now()).toISOString(),
    ...(revision === undefined ? {} : { revision }),
    volumes: copied,
  });
}
