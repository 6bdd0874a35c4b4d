import type { ExecutionRecord } from '../contract/record.ts';
import type { AuditPoint } from '../contract/verify.ts';
import { label } from '../deploy/model/labels.ts';
import type { ObservedContainer } from '../deploy/model/observed.ts';
import type { KeptRow, Placed } from '../ledger/kept.ts';
import { short } from './containers.ts';
import { called, fails, holds } from './told.ts';

/** Whether nothing of what a `down` took away is there; what a later execution started is not that. */
export function downPoints({ seq, record }: KeptRow, own: ObservedContainer[], places: Map<string, Placed>): AuditPoint[] {
  const { project, instance_id: instance } = record.deployment;
  const placeOf = ({ labels }: ObservedContainer) => places.get(labels[label.execution] ?? '');
  const since = own.filter((one) => (placeOf(one)?.seq ?? 0) > seq || (!placeOf(one) && isYounger(one, record)));
  const still = own.filter((one) => !since.includes(one));
  if (still.length > 0)
    return still.map(({ service, name, id, state }) =>
      fails('containers', 'still-there', `${service}: ${name} (${short(id)}) of ${project}/${instance} is still there, ${state}`),
    );
  const [again] = since;
  const began = again && placeOf(again);
  const later = again
    ? `; ${project}/${instance} was brought up again since${began ? ` by ${called(began)}, ${again.labels[label.execution]}` : ''}`
    : '';
  return [holds('containers', `nothing that it took down is there${later}`)];
}

/** Of an execution that is still at work there is no record. */
function isYounger({ createdAt }: ObservedContainer, { timestamp }: ExecutionRecord): boolean {
  return createdAt !== undefined && createdAt > Date.parse(timestamp);
}

/** Containers of an instance, by Compose's name of it and by Portside's labels. */
export function ownContainers(
  all: ObservedContainer[],
  composeName: string,
  { project, instance_id: instance, directory }: ExecutionRecord['deployment'],
): ObservedContainer[] {
  return all.filter(
    ({ composeName: name, labels }) =>
      name === composeName ||
      (labels[label.project] === project && labels[label.instance] === instance && labels[label.directory] === directory),
  );
}
