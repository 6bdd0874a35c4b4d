import { parseDuration } from '../../../deploy/model/duration.ts';
import type { Candidate } from '../../candidate.ts';
import type { ServiceEvidence } from '../../evidence.ts';
import { startingWords } from '../../reading/becoming-ready.ts';
import { quote } from '../../reading/lines.ts';
import { standingOf } from '../../reading/standing.ts';
import { type About, base, refusedWords, said } from './about.ts';

/** What a check prints that asks before anything is there; other words than these come from what it asked. */
const notThereYet =
  /no response|rejecting connections|not (?:reachable|available|running|up)\b|unavailable|unreachable|reset by peer|socket hang up|ECONNRESET|EPIPE|empty reply|no such file|can't open|cannot open|can't stat|does not exist|not found|\b50[0-4]\b|Errno 111|os error 111|closed/i;

/** It ends before an answer can come, or before the service is there to give one. */
export function impatient(about: About): Candidate | undefined {
  const { name, service, evidence } = about;
  const slow = said(
    about,
    /(?:[Hh]ealth ?check )?exceeded timeout(?: \((?<limit>[^)]+)\))?|timed? ?out|context deadline exceeded|signal: killed/,
  );
  if (slow) {
    const limit = seconds(service.definition.healthcheck?.timeout) ?? seconds(slow.said['limit']);
    const wanted = `${Math.max(5, Math.ceil((limit ?? 1) * 4))}s`;
    return {
      ...{ ...base(about, slow, 84), cause: 'healthcheck-too-impatient' },
      at: ['services', name, 'healthcheck', 'timeout'],
      summary: `the healthcheck of ${name} waits ${limit === undefined ? 'too short' : `${limit} s`} for an answer that takes longer`,
      suggestion: `give it a longer timeout (such as ${wanted}), or let it ask what answers at once`,
      repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'timeout'], value: wanted }],
    };
  }
  const granted = grantedSeconds(service);
  const starting = service.logs.findLast((text) => startingWords.test(text));
  const upFor = Math.max(...service.containers.map(({ upMs }) => upMs ?? 0)) / 1000;
  const short = granted <= 10;
  if (
    !['unhealthy', 'waiting'].includes(standingOf(evidence, name)) ||
    !short ||
    service.containers.some(({ restarts, deaths }) => restarts > 0 || deaths.length > 0)
  )
    return undefined;
  const line = about.lines.at(-1);
  if (line !== undefined && ![refusedWords, startingWords, notThereYet].some((words) => about.lines.some((text) => words.test(text))))
    return undefined;
  return {
    ...{
      ...base(
        about,
        line ? { source: 'health', from: `healthcheck of ${name}`, text: line } : undefined,
        starting || service.listens?.length === 0 ? 76 : 56,
      ),
      cause: 'healthcheck-too-impatient',
    },
    evidence: [
      ...(starting ? [quote({ from: `logs of ${name}`, text: starting })] : []),
      { from: `healthcheck of ${name}`, text: line ?? `exit code ${about.codes.at(-1)}` },
    ],
    at: ['services', name, 'healthcheck'],
    summary: `the healthcheck of ${name} gave up after ${Math.round(granted)} s, while ${name} was still starting${upFor > 0 ? ` (up for ${Math.round(upFor)} s)` : ''}`,
    suggestion: 'give it start_period: 30s, or as long as it needs at worst',
    repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'start_period'], value: '30s' }],
  };
}

/** How long a service may take before it counts as unhealthy. */
function grantedSeconds({ definition }: ServiceEvidence): number {
  const { interval, retries, start_period: start } = definition.healthcheck ?? {};
  return (seconds(start) ?? 0) + (seconds(interval) ?? 30) * (retries ?? 3);
}

/** Of a Go duration such as `1m30s`. */
function seconds(duration: string | undefined): number | undefined {
  const ms = duration === undefined ? undefined : parseDuration(duration);
  return ms === undefined ? undefined : ms / 1000;
}
