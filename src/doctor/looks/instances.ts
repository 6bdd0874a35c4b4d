import { usualAddresses } from '../../engine/connect/find-addresses.ts';
import type { Instance } from '../../ledger/instances.ts';
import { ownersBefore } from '../../ports/lease-rows.ts';
import { composeLabel } from '../../deploy/model/labels.ts';
import type { DoctorTools, EngineSeen, Look, Seen } from '../look.ts';

/** A claim comes a moment before its lock and its containers: only an old one may be judged. */
const youngMs = 60_000;

/** Instances whose containers are gone, and ports of instances that nobody knows. */
export const instances: Look = {
  group: 'portside',
  name: 'instances',
  async lookAtEngine(engine, tools) {
    const observedAt = tools.clock.now();
    const [held, unfinished] = await Promise.all([tools.locks.held(), tools.journal.unfinished()]);
    const busy = new Set([...held, ...unfinished.map(({ composeName }) => composeName)]);
    const registered = await tools.instances.list();
    const there = new Set(engine.containers.map(({ composeName }) => composeName));
    const empty = registered.filter(({ composeName, status }) => status !== 'down' && !busy.has(composeName) && !there.has(composeName));
    const judged = empty.filter(({ executionUuid, updatedAt }) => executionUuid !== undefined || observedAt - updatedAt > youngMs);
    const gone = await Promise.all(judged.map((instance) => ofGoneContainers(instance, engine, tools)));
    const names = new Set(registered.map(({ composeName }) => composeName));
    const owners = await tools.database.read((sql) => ownersBefore(sql, observedAt));
    const stale = await Promise.all(owners.filter((owner) => !names.has(owner) && !busy.has(owner)).map((owner) => ofNobody(owner, tools)));
    const seen = [...gone, ...stale];
    return seen.length > 0 ? seen : [{ level: 'ok', message: standing(registered.length - empty.length) }];
  },
};

function standing(count: number): string {
  return count === 0
    ? 'no instance is registered without containers'
    : `${count === 1 ? 'one instance has its containers' : `${count} instances have their containers`}, and no port is leased for nothing`;
}

async function ofGoneContainers(instance: Instance, engine: EngineSeen, tools: DoctorTools): Promise<Seen> {
  const { composeName, project, instance: name, executionUuid } = instance;
  const ports = (await tools.leases.of(composeName)).map(({ port }) => port);
  const holds = ports.length > 0 ? `it holds port ${ports.join(', ')}` : 'its name is taken';
  const base = { level: 'warning' as const, message: `none of the containers of ${project}/${name} is there any more`, cost: holds };
  if (!(await isItsEngine(composeName, engine, tools)))
    return {
      ...base,
      repair: `where its containers are on another engine, name that one (DOCKER_HOST); else portside down ${project}/${name}`,
    };
  const repair = `portside down ${project}/${name} gives that back (its volumes stay); portside up starts it again`;
  const fix =
    executionUuid === undefined ? { fix: 'forget' as const, composeName, ports } : { fix: 'take-down' as const, composeName, instance };
  return { ...base, repair, fixes: [fix] };
}

/** On an engine that was only named for this call, an instance of another engine has no containers either. */
async function isItsEngine(composeName: string, { engine, reached }: EngineSeen, { environment, userHome }: DoctorTools): Promise<boolean> {
  const usual = await usualAddresses({ environment, home: userHome });
  if (usual.some(({ url }) => url === reached.address.url)) return true;
  const labels = { [composeLabel.project]: composeName };
  const [networks, volumes] = await Promise.all([engine.listNetworks(labels), engine.listVolumes(labels)]);
  return networks.length > 0 || volumes.length > 0;
}

async function ofNobody(composeName: string, tools: DoctorTools): Promise<Seen> {
  const ports = (await tools.leases.of(composeName)).map(({ port }) => port);
  const message = `port ${ports.join(', ')} ${ports.length > 1 ? 'are' : 'is'} leased to ${composeName}, which is no instance`;
  return {
    level: 'warning',
    message,
    cost: 'nobody else gets them',
    repair: 'the next portside up gives them back',
    fixes: [{ fix: 'forget', composeName, ports }],
  };
}
