import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, rounded } from './support/figures.ts';
import { untilInterrupted } from './support/interrupted.ts';
import { makePlace } from './support/place.ts';
import { type AtFixedRate, atFixedRate } from './swap/at-fixed-rate.ts';
import { byCompose, byRollout } from './swap/by-others.ts';
import { byPortside } from './swap/by-portside.ts';
import { gapOf } from './swap/gap.ts';
import type { Bed, Replacing } from './swap/replacing.ts';
import { underFullSpeed } from './swap/under-load.ts';

/** WebSockets that are held open outlast every deadline: each replacement waits as long as `drainS`. */
const hurried = { settleS: 2, drainS: 2 };
/** What `up` does where nobody says otherwise. */
const plain = { settleS: 5, drainS: 30 };
/** Of the quiet capacity. */
const share = 0.3;
const replacements = { fullSpeed: 10, hurried: 5, plain: 5, compose: 10, rollout: 5, gap: 9 };
const ports = { compose: 9391, rollout: 9392 };

/** What replacing a service costs those who use it: by Portside behind its edge, by `docker compose up -d`, and by docker-rollout's algorithm behind Caddy. */
export function swap() {
  return untilInterrupted(measureAll);
}

async function measureAll(signal: AbortSignal) {
  await using place = await makePlace('bench/fixtures/swap');
  // The server's one package, for its container to find.
  await cp(dirname(fileURLToPath(import.meta.resolve('ws'))), join(place.project, 'node_modules', 'ws'), { recursive: true });
  const bed = { ...place, signal };
  const ours = await rolling(bed);
  const compose = await inTurn(await byCompose(bed, ports.compose), (one) => underFullSpeed(one, versions(replacements.compose)));
  const rollout = await inTurn(await byRollout(bed, ports.rollout), (one) => underFullSpeed(one, versions(replacements.rollout)));
  return {
    ...ours,
    ...{ compose_failed: compose.failed, compose_requests: compose.requests, compose_replacements: compose.replacements },
    ...{ rollout_failed: rollout.failed, rollout_requests: rollout.requests, rollout_replacements: rollout.replacements },
    ...(await gaps(bed)),
  };
}

async function rolling(bed: Bed) {
  const { full, quick } = await inTurn(await byPortside(bed, 'rolling', flagsOf(hurried)), async (one) => ({
    full: await underFullSpeed(one, versions(replacements.fullSpeed)),
    quick: await atFixedRate(one, versions(replacements.hurried, replacements.fullSpeed), share),
  }));
  const fixed = await inTurn(await byPortside(bed, 'rolling', flagsOf(plain)), (one) =>
    atFixedRate(one, versions(replacements.plain), share),
  );
  const all = [full, quick, fixed];
  return {
    requests: full.requests,
    new_connections: full.newConnections,
    failed: sum(all.map(({ failed }) => failed)),
    replacements: sum(all.map((one) => one.replacements)),
    ws_closed_properly: sum(all.map(({ ws }) => ws.closedProperly)),
    ws_failed: sum(all.map(({ ws }) => ws.failed)),
    ...{ p99_ratio: ratioOf(fixed), p99_ms: rounded(fixed.p99Ms, 1), quiet_p99_ms: rounded(fixed.quietP99Ms, 1) },
    ...{ swap_s: rounded(fixed.seconds), settle_s: plain.settleS, drain_s: plain.drainS },
    ...{ hurried_p99_ratio: ratioOf(quick), hurried_swap_s: rounded(quick.seconds) },
    ...{ rate_per_s: fixed.rate, capacity_per_s: rounded(fixed.capacity, 0) },
  };
}

function ratioOf({ p99Ms, quietP99Ms }: AtFixedRate): number {
  return rounded(p99Ms / quietP99Ms, 2);
}

function flagsOf({ settleS, drainS }: typeof plain): string[] {
  return ['--settle', `${settleS}s`, '--drain', `${drainS}s`];
}

function sum(numbers: number[]): number {
  return numbers.reduce((so, one) => so + one, 0);
}

/** A service on a fixed port, with nothing in front: each pair is measured in turn. */
async function gaps(bed: Bed) {
  await using ours = await byPortside(bed, 'direct', ['--settle', '1s']);
  await using theirs = await byCompose(bed, ports.compose);
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (const version of versions(replacements.gap)) {
    times.ours.push(await gapOf(ours, version));
    times.theirs.push(await gapOf(theirs, version));
  }
  return { gap_ms: rounded(median(times.ours), 0), compose_gap_ms: rounded(median(times.theirs), 0), gap_pairs: replacements.gap };
}

async function inTurn<Measured>(replacing: Replacing, measure: (replacing: Replacing) => Promise<Measured>): Promise<Measured> {
  await using one = replacing;
  return await measure(one);
}

function versions(count: number, after = 0): number[] {
  return Array.from({ length: count }, (_, place) => after + place + 1);
}
