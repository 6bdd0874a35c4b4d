import type { ExecutionRecord, Link, ServiceReport } from '../contract/record.ts';
import { label } from '../deploy/model/labels.ts';
import type { ObservedContainer } from '../deploy/model/observed.ts';
import type { KeptRow, Placed } from '../ledger/kept.ts';

/** A container that the record lists, and what is there of it now. */
export interface Listed {
  service: string;
  id: string;
  name: string;
  imageId: string;
  /** `running`, or that it had ended well. */
  state: string;
  exitCode: number | undefined;
  now: ObservedContainer | undefined;
  /** Of one that is gone: the execution that replaced it or took it down. */
  by: (ExecutionRecord & Link) | undefined;
}

/** What is there of what an execution left. */
export interface Left {
  uuid: string;
  listed: Listed[];
  /** Containers that bear its UUID, and that it does not list. */
  copies: ObservedContainer[];
  /** Every container of the machine. */
  all: ObservedContainer[];
  /** Executions whose labels the listed containers bear, where they are recorded. */
  places: Map<string, Placed>;
  /** Whether records were removed behind a checkpoint, so that one may have been before. */
  pruned: boolean;
}

/** Every container that a record names. */
export function listedIn({ deployment }: ExecutionRecord): { service: string; container: ServiceReport['containers'][number] }[] {
  return deployment.services.flatMap(({ service, containers }) => containers.map((container) => ({ service, container })));
}

/** What is there now. `after`: what succeeded on the instance since, the oldest first; `servicesOf`: all that an execution left its instance with, where that is known. */
export async function leftOf(
  { record }: KeptRow,
  all: ObservedContainer[],
  {
    after,
    servicesOf,
    ...known
  }: Pick<Left, 'places' | 'pruned'> & { after: () => Promise<Later[]>; servicesOf: (later: Later) => Promise<string[] | undefined> },
): Promise<Left> {
  const uuid = record.execution_uuid;
  const listed: Listed[] = [];
  let later: Later[] | undefined;
  for (const { service, container } of listedIn(record)) {
    const { id, name, image_id: imageId, state, exit_code: exitCode } = container;
    const now = all.find((one) => one.id === id);
    const by = now ? undefined : await whoTookIt({ id, service }, (later ??= await after()), servicesOf);
    listed.push({ service, id, name, imageId, state, exitCode, now, by });
  }
  const ids = new Set(listed.map(({ id }) => id));
  return { uuid, listed, copies: all.filter((one) => one.labels[label.execution] === uuid && !ids.has(one.id)), all, ...known };
}

type Later = ExecutionRecord & Link;

/** The first that says so; else the first that has others in its place, or whose version has no such service. */
async function whoTookIt(
  { id, service }: { id: string; service: string },
  after: Later[],
  servicesOf: (later: Later) => Promise<string[] | undefined>,
): Promise<Later | undefined> {
  for (const later of after) {
    if (later.action === 'down' || later.replaced?.some(({ old }) => old.includes(id))) return later;
    if (later.action !== 'up' && later.action !== 'rollback') continue;
    const same = listedIn(later).filter((one) => one.service === service);
    if (same.some(({ container }) => container.id === id)) continue;
    // One that was brought up with --only lists no others: its version still has them.
    if (same.length > 0 || (await servicesOf(later))?.includes(service) === false) return later;
  }
  return undefined;
}

/** Services whose containers all run as they were left. */
export function standingServices({ listed }: Left): Set<string> {
  const fallen = new Set(listed.filter((one) => !stands(one)).map(({ service }) => service));
  return new Set(listed.map(({ service }) => service).filter((service) => !fallen.has(service)));
}

/** One that had ended well need not run. */
export function stands({ state, exitCode, now }: Listed): boolean {
  if (now?.state === 'running') return true;
  return now?.state === 'exited' && state === 'exited' && now.exitCode === (exitCode ?? 0);
}
