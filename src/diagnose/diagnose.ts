import { rules } from './all-rules.ts';
import type { Repair } from '../deploy/model/repair.ts';
import type { Candidate, Diagnosed } from './candidate.ts';
import type { Evidence } from './evidence.ts';
import { distinct } from './reading/lines.ts';
import { placeOf } from './reading/program.ts';
import { dependenciesOf, isFailing, standingOf } from './reading/standing.ts';

const mostFurther = 5;
const mostQuoted = 8;
/** Below it a cause is not worth a word. */
const leastSure = 45;

/** The one cause that explains most of what was seen, and what else it may be. Pure: the same evidence always says the same. */
export function diagnose(evidence: Evidence): Diagnosed {
  const ranked = rankedFor(evidence);
  const [first] = ranked;
  if (!first) throw new Error('no rule has anything to say');
  // What check says of a whole file is borne out by one service.
  const service = first.service ?? ranked.find(({ cause, service: of }) => cause === first.cause && of !== undefined)?.service;
  const best = { ...first, ...(service ? { service } : {}) };
  const same = ranked.filter((one) => one.cause === best.cause && (one.service === service || one.service === undefined));
  const at = same.map((one) => placeIn(evidence, one)).find((place) => place !== undefined);
  const repair = same.find((one) => one.repair)?.repair;
  return {
    cause: best.cause,
    summary: best.summary,
    ...(best.service ? { service: best.service } : {}),
    evidence: distinct(same.flatMap((one) => one.evidence)).slice(0, mostQuoted),
    suggestion: best.suggestion,
    ...(at ? { at } : {}),
    repairable: false,
    also: further(best, ranked),
    ...(repair ? { repair } : {}),
  };
}

/** What may mend it: why, in which words, and how. */
export interface Change {
  summary: string;
  suggestion: string;
  repair: Repair;
}

/** Every change that may mend it, by how sure its cause is: the diagnosis's own first. */
export function changesFor(evidence: Evidence): Change[] {
  const { summary, suggestion, repair } = diagnose(evidence);
  const others = rankedFor(evidence).filter(({ sure }) => sure >= leastSure);
  return [{ summary, suggestion, repair }, ...others].flatMap((one) =>
    one.repair ? [{ summary: one.summary, suggestion: one.suggestion, repair: one.repair }] : [],
  );
}

function rankedFor(evidence: Evidence): Candidate[] {
  const candidates = rules.flatMap((rule) => rule.look(evidence));
  return candidates
    .map((candidate) => ({ ...candidate, sure: weigh(candidate, candidates, evidence) }))
    .toSorted((a, b) => b.sure - a.sure);
}

/** A service's own failure explains those who need it; what check foresaw and the failure bears out is surer than either alone. */
function weigh(candidate: Candidate, all: Candidate[], evidence: Evidence): number {
  const { service, unless, cause } = candidate;
  let { sure } = candidate;
  if (unless !== undefined && all.some((other) => isOwnFailure(other, unless))) sure -= 40;
  const blamed = evidence.service;
  if (service !== undefined && blamed !== undefined && service !== blamed && !blameless.has(cause)) {
    const needed = dependenciesOf(evidence, blamed).includes(service);
    // Nobody blamed it: only one that fell, and on which the blamed one stands, comes before that one's own words.
    if (!needed || !isFailing(standingOf(evidence, service))) sure -= isCalledBy(all, blamed, service) ? 2 : 12;
    else sure += 4;
  }
  const agrees = all.some((other) => other !== candidate && other.cause === cause && other.service === service);
  return sure + (agrees ? 4 : 0);
}

/** Said of a service because of what it does to others, whoever was blamed. */
const blameless = new Set([
  'tls-certificate',
  'listens-on-loopback',
  'connection-refused',
  'dependency-failed',
  'service-in-inactive-profile',
]);

function isOwnFailure({ service, sure, cause }: Candidate, name: string): boolean {
  return service === name && sure >= 20 && !blameless.has(cause);
}

/** Whether the blamed service fell because that one did not answer. */
function isCalledBy(all: Candidate[], blamed: string, service: string): boolean {
  return all.some((other) => other.unless === service && other.evidence.some(({ from }) => from.endsWith(` ${blamed}`)));
}

function placeIn(evidence: Evidence, { at }: Candidate): string | undefined {
  return typeof at === 'string' ? at : at && placeOf(evidence, at);
}

function further(best: Candidate, ranked: Candidate[]): Diagnosed['also'] {
  const others = ranked.filter(
    ({ cause, service, sure }) => sure >= leastSure && (cause !== best.cause || (service !== undefined && service !== best.service)),
  );
  const named = others.map(({ cause, summary, service }) => ({ cause, summary, ...(service ? { service } : {}) }));
  return named
    .filter((one, index) => named.findIndex((other) => other.cause === one.cause && other.service === one.service) === index)
    .slice(0, mostFurther);
}
