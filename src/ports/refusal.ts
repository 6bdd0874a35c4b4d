import { UserError, exitCode } from '../contract/user-error.ts';
import type { PortHolder, PortRequest } from '../deploy/model/port.ts';
import type { Database } from '../system/database.ts';
import type { Net } from '../system/net.ts';
import type { Allocation } from './allocate.ts';
import { ownerOf } from './lease-rows.ts';
import type { Survey } from './survey.ts';

type Refused = Exclude<Allocation, { kind: 'found' }>;

const namedHolders = 5;

/** The error for ports that cannot be had: by whom they are held, and what to do. */
export async function refusal(refused: Refused, survey: Survey, database: Database, net: Net): Promise<UserError> {
  const { request } = refused;
  if (refused.kind === 'demand-taken') {
    if (refused.by === 'this-instance') return demandTaken(request, refused.port, 'another port of the same instance');
    const holder = (await knownHolder(refused.port, survey, database)) ?? (await programAt(refused.port, request, survey, net));
    return demandTaken(request, refused.port, holder.who);
  }
  const { from, to } = refused.range;
  const holders: PortHolder[] = [];
  let programs = 0;
  for (let port = from; port <= to; port++) {
    const known = await knownHolder(port, survey, database);
    if (known) holders.push(known);
    else if (survey.bound.has(port)) holders.push(programs++ < namedHolders ? await programAt(port, request, survey, net) : unnamed(port));
  }
  return rangeFull(request, `${from}-${to}`, holders);
}

async function knownHolder(port: number, { composeName, publishedByOthers }: Survey, database: Database): Promise<PortHolder | undefined> {
  const owner = await database.read((sql) => ownerOf(sql, port));
  if (owner && owner.composeName !== composeName) return { port, kind: 'lease', who: `instance ${owner.name}` };
  const container = publishedByOthers.get(port);
  return container === undefined ? undefined : { port, kind: 'engine', who: `container ${container}` };
}

/** Finding it means a walk through all processes, so a full range gets only a few of its programs named. */
async function programAt(port: number, { protocol }: PortRequest, { local }: Survey, net: Net): Promise<PortHolder> {
  const holder = local ? await net.holderOf(port, protocol) : undefined;
  return holder ? { port, kind: 'program', who: `${holder.program} (pid ${holder.pid})` } : unnamed(port);
}

const unnamed = (port: number): PortHolder => ({ port, kind: 'program', who: 'some other program' });

function demandTaken(request: PortRequest, port: number, who: string): UserError {
  return new UserError({
    code: 'port-taken',
    exit: exitCode.stopped,
    service: request.service,
    message: `port ${port}, which ${request.demandedBy} demands for ${request.service}, is taken by ${who}`,
    hint: `Stop ${who}, or demand another port; without a demand Portside finds a free one.`,
  });
}

function rangeFull(request: PortRequest, range: string, holders: readonly PortHolder[]): UserError {
  const wanted = request.count === 1 ? 'free port' : `${request.count} free ports in a row`;
  return new UserError({
    code: 'no-free-port',
    exit: exitCode.stopped,
    service: request.service,
    message: `no ${wanted} in ${range} for ${request.service}:${request.target}${heldBy(holders)}`,
    hint: 'Widen the range (`range` of x-portside, or the published range in the Compose file), or take instances down that are no longer needed: `portside ps`.',
  });
}

/** Such as `: 2 held by instance hello/demo, 1 by python3 (pid 812)`. */
function heldBy(holders: readonly PortHolder[]): string {
  const counts = new Map<string, number>();
  for (const { who } of holders) counts.set(who, (counts.get(who) ?? 0) + 1);
  const ranked = [...counts].toSorted(([, one], [, other]) => other - one);
  const named = ranked.slice(0, namedHolders).map(([who, count], place) => `${count} ${place === 0 ? 'held ' : ''}by ${who}`);
  const rest = ranked.slice(namedHolders).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) named.push(`${rest} by others`);
  return named.length > 0 ? `: ${named.join(', ')}` : '';
}
