import type { HistoryStats } from '../../contract/stats.ts';
import type { Skimmed } from '../../ledger/skim.ts';
import { Distribution } from './distribution.ts';
import { Tally } from './tally.ts';
import { Trend } from './trend.ts';

/** All figures, in one pass over the records, oldest first. What is kept grows with versions, services and days, not with records. */
export function figuresOf(records: Iterable<Skimmed>, projects: string[]): HistoryStats {
  const times = { all: new Distribution(), first: new Distribution(), replacing: new Distribution() };
  const stages = new Map<string, Distribution>();
  const causes = new Tally({ count: 0 });
  const services = new Tally({ failures: 0, restarts: 0 });
  const trend = new Trend();
  const versions = new Set<string>();
  /** Builds of each project since its last verified deployment. */
  const open = new Map<string, number>();
  const sums = { successes: 0, failures: 0, firstTime: 0, builds: 0, verified: 0 };
  let from: string | undefined;
  let to: string | undefined;

  const named = (project: string, service: string) => (projects.length > 1 ? `${project}/${service}` : service);
  for (const record of records) {
    const { project, action, success, counts, timestamp, duration, failure } = record;
    if (action !== 'up' && action !== 'rollback') continue;
    from ??= timestamp;
    to = timestamp;
    if (failure && !failure.interrupted) {
      causes.add(failure.cause ?? (failure.stage ? `stage ${failure.stage}` : 'unknown'), 'count');
      if (failure.service !== undefined) services.add(named(project, failure.service), 'failures');
    }
    if (counts) countIn(record);
    if (action !== 'up') continue;
    const built = 'build' in record.stages && (counts || !success) && !failure?.interrupted;
    if (built) open.set(project, (open.get(project) ?? 0) + 1);
    if (!success || !counts) continue;
    sums.builds += open.get(project) ?? 0;
    sums.verified++;
    open.delete(project);
    times.all.add(duration);
    times[record.replaces ? 'replacing' : 'first'].add(duration);
    for (const [stage, seconds] of Object.entries(record.stages)) {
      const known = stages.get(stage) ?? new Distribution();
      known.add(seconds);
      stages.set(stage, known);
    }
  }

  function countIn({ project, action, success, contentHash, timestamp, duration, restarts }: Skimmed): void {
    sums[success ? 'successes' : 'failures']++;
    trend.add(timestamp, success, success && action === 'up' ? duration : undefined);
    for (const [service, count] of Object.entries(restarts)) services.add(named(project, service), 'restarts', count);
    const version = `${project}\n${contentHash}`;
    if (contentHash === undefined || versions.has(version)) return;
    versions.add(version);
    if (success) sums.firstTime++;
  }

  return {
    ...{ projects, successes: sums.successes, failures: sums.failures },
    ...(from === undefined || to === undefined ? {} : { from, to }),
    time_to_verified: { all: times.all.times(), first_starts: times.first.times(), replacements: times.replacing.times() },
    stages: inOrder(stages).map(([stage, distribution]) => ({ stage, ...distribution.times() })),
    causes: causes.rows('count').map(({ name, count }) => ({ cause: name, count })),
    services: services.rows('failures', 'restarts').map(({ name, ...counts }) => ({ service: name, ...counts })),
    first_time: { versions: versions.size, verified: sums.firstTime },
    rebuilds: { builds: sums.builds, verified: sums.verified },
    trend: trend.periods(),
  };
}

const pipeline = ['resolve', 'check', 'build', 'plan', 'apply', 'verify'];

function inOrder(stages: Map<string, Distribution>): [string, Distribution][] {
  const place = (stage: string) => (pipeline.includes(stage) ? pipeline.indexOf(stage) : pipeline.length);
  return [...stages].toSorted(([one], [other]) => place(one) - place(other));
}
