import { composeLabel, label } from '../../deploy/model/labels.ts';
import type { Labelled } from '../../deploy/model/engine-info.ts';
import type { ObservedContainer } from '../../deploy/model/observed.ts';
import type { Fix } from '../fix.ts';
import type { DoctorTools, Look, Seen } from '../look.ts';

/** What carries Portside's labels and belongs to no instance that is registered here. */
export const orphans: Look = {
  group: 'leftovers',
  name: 'orphans',
  async lookAtEngine({ engine, containers }, tools) {
    const [things, registered, held, unfinished] = await Promise.all([
      engine.listLabelled(label.instance),
      tools.instances.list(),
      tools.locks.held(),
      tools.journal.unfinished(),
    ]);
    const known = new Set([
      ...registered.map(({ composeName }) => composeName),
      ...held,
      ...unfinished.map(({ composeName }) => composeName),
    ]);
    const strays = [...containers.filter(({ labels }) => label.instance in labels).map(strayContainer), ...things.map(strayThing)].filter(
      ({ composeName }) => !known.has(composeName),
    );
    const groups = Map.groupBy(strays, ({ composeName }) => composeName);
    const seen = (await Promise.all([...groups.values()].map((group) => told(group, tools)))).flat();
    return seen.length > 0 ? seen : [{ level: 'ok', message: 'nothing carries the name of an instance that nobody knows' }];
  },
};

interface Stray {
  kind: 'container' | Labelled['kind'];
  name: string;
  composeName: string;
  labels: Record<string, string>;
  id?: string;
  runs: boolean;
}

function strayContainer({ id, name, composeName, labels, state }: ObservedContainer): Stray {
  return { kind: 'container', id, name, composeName, labels, runs: state === 'running' };
}

function strayThing({ kind, name, labels }: Labelled): Stray {
  return { kind, name, labels, composeName: labels[composeLabel.project] ?? '', runs: false };
}

/** Only what an execution that is recorded here made is ours: the rest may be an instance of another user, or of another PORTSIDE_HOME. */
async function told(group: Stray[], tools: DoctorTools): Promise<Seen[]> {
  const [first] = group;
  if (!first) return [];
  const name = `${first.labels[label.project] ?? '?'}/${first.labels[label.instance] ?? '?'}`;
  const details = group.map(({ kind, name: thing, runs }) => `${kind} ${thing}${runs ? ', which runs' : ''}`);
  const removable = group.filter(({ kind }) => kind !== 'volume');
  const ours = (await Promise.all(removable.map((stray) => isRecorded(stray, tools)))).every(Boolean);
  const all = counted(group);
  // Volumes outlive `down` on purpose.
  if (removable.length === 0)
    return [
      {
        level: 'note',
        message: `${all} of ${name}, which no instance uses`,
        repair: `docker volume rm ${group.map((stray) => stray.name).join(' ')}, where nobody needs the data`,
        details,
      },
    ];
  if (!ours)
    return [
      {
        level: group.some(({ runs }) => runs) ? 'note' : 'warning',
        message: `${all} of ${name}, which is not registered here: of another user or another PORTSIDE_HOME, or left behind by one that is gone`,
        repair: `portside down with that PORTSIDE_HOME; where it is gone: ${byHand(removable)}`,
        details,
      },
    ];
  const fixes: Fix[] = removable.toSorted((a, b) => a.kind.localeCompare(b.kind)).flatMap(removal);
  return [
    {
      level: 'warning',
      message: `${all} left of ${name}, which is no instance any more`,
      cost: 'they take ports, subnets and space',
      repair: byHand(removable),
      details,
      fixes,
    },
  ];
}

async function isRecorded({ labels }: Stray, { history }: DoctorTools): Promise<boolean> {
  const execution = labels[label.execution];
  return execution !== undefined && (await history.get(execution)) !== undefined;
}

function removal({ kind, id, name, composeName }: Stray): Fix[] {
  if (kind === 'container' && id !== undefined) return [{ fix: 'remove-container', composeName, id, name, unlessRunning: false }];
  return kind === 'network' ? [{ fix: 'remove-network', composeName, name }] : [];
}

function counted(group: Stray[]): string {
  const kinds = Map.groupBy(group, ({ kind }) => kind);
  return [...kinds].map(([kind, some]) => `${some.length} ${kind}${some.length > 1 ? 's' : ''}`).join(', ');
}

function byHand(group: Stray[]): string {
  const names = (kind: Stray['kind']) => group.filter((stray) => stray.kind === kind).map(({ name }) => name);
  const containers = names('container');
  const networks = names('network');
  return [
    ...(containers.length > 0 ? [`docker rm -f ${containers.join(' ')}`] : []),
    ...(networks.length > 0 ? [`docker network rm ${networks.join(' ')}`] : []),
  ].join('; ');
}
