import type { AuditPoint } from '../contract/verify.ts';
import { label } from '../deploy/model/labels.ts';
import type { ObservedContainer } from '../deploy/model/observed.ts';
import type { Left, Listed } from './left.ts';
import { stands } from './left.ts';
import { called, fails, holds, notNeeded, plural } from './told.ts';

/** Whether each container that the record lists is there, runs, and bears a UUID that it may bear. */
export function containerPoints(left: Left, seq: number): AuditPoint[] {
  const points = left.listed.map((one) => containerPoint(one, left, seq));
  const none = points.length === 0 ? [notNeeded('containers', 'its record lists none')] : [];
  return [...points, ...none, ...copiedLabels(left)];
}

/** Anybody can write a label: the record says which containers were its own. */
export function copiedLabels({ copies }: Pick<Left, 'copies'>): AuditPoint[] {
  return copies.map(({ name, id, state }) =>
    fails('containers', 'copied-label', `copied label: ${name} (${short(id)}, ${state}) bears this UUID, and the record does not list it`),
  );
}

function containerPoint(one: Listed, { uuid, places, pruned }: Left, seq: number): AuditPoint {
  const { service, now, by } = one;
  const who = `${service}: ${one.name} (${short(one.id)})`;
  if (!now && by)
    return fails(
      'containers',
      'superseded',
      `${who} is gone: ${by.action === 'down' ? 'taken down' : 'replaced'} by ${called(by)}, ${by.execution_uuid}`,
    );
  if (!now) return fails('containers', 'gone', `${who} is gone, and no later execution says that it removed it`);
  const bears = now.labels[label.execution];
  const born = bears === undefined ? undefined : places.get(bears);
  if (!stands(one)) return fails('containers', 'stopped', `${who} does not run: ${standing(now)}`);
  const runs = now.state === 'running' ? 'runs' : `has ended with exit code ${now.exitCode ?? 0}, as it did then`;
  if (bears === uuid) return holds('containers', `${who} ${runs}, and bears this UUID`);
  if (born && born.seq < seq) return holds('containers', `${who} ${runs}; left alone since ${called(born)}, ${bears}`);
  if (!born && pruned && bears !== undefined)
    return holds('containers', `${who} ${runs}; bears ${bears}, whose record may have been removed behind the checkpoint`);
  const says = bears === undefined ? 'bears no UUID' : `bears ${bears}, ${born ? 'which came later' : 'which was never recorded'}`;
  return fails('containers', 'changed', `${who} ${runs}, and ${says}`);
}

function standing({ state, exitCode }: ObservedContainer): string {
  return state === 'exited' ? `it ended with exit code ${exitCode ?? 0}` : `it is ${state}`;
}

/** Whether they run the images that they ran then. */
export function imagePoints({ listed }: Left): AuditPoint[] {
  const there = listed.flatMap(({ now, ...one }) => (now ? [{ ...one, now }] : []));
  if (there.length === 0) return [notNeeded('images', 'no container is there to have one')];
  const other = there.filter(({ now, imageId }) => now.imageId !== imageId);
  if (other.length === 0) return [holds('images', `${plural(there.length, 'container')}, each with the image id that was recorded`)];
  return other.map(({ service, now, imageId }) =>
    fails('images', 'changed', `${service}: ${now.name} runs ${short(now.imageId)}, and not ${short(imageId)}, which was recorded`),
  );
}

/** What the healthchecks say. */
export function healthPoints({ listed }: Left): AuditPoint[] {
  const running = listed.flatMap(({ service, now }) => (now?.state === 'running' ? [{ service, now }] : []));
  const checked = running.filter(({ now: { health } }) => health !== undefined && health !== 'none');
  if (checked.length === 0)
    return [notNeeded('health', running.length === 0 ? 'no container runs' : 'no container that runs has a healthcheck')];
  return checked.map(({ service, now: { name, health } }) => {
    const detail = `${service}: ${name} is ${health === 'starting' ? 'not healthy yet' : health}`;
    return health === 'healthy' ? holds('health', detail) : fails('health', 'unhealthy', detail);
  });
}

export function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
