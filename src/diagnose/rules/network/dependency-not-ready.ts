import type { Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { standingOf } from '../../reading/standing.ts';
import { portsOf, serviceCalled } from '../../reading/who.ts';
import { waitingRepair } from './let-it-wait.ts';

/** It was there, and said that it is not ready yet. */
const wordings = [
  /the database system is (?:starting up|not yet accepting connections|in recovery mode)/i,
  /LOADING (?:Redis|Valkey|Dragonfly) is loading the dataset in memory/i,
  /\bNOT_?READY\b|not ready yet|service not ready|not yet ready/i,
  /CLUSTERDOWN|MASTERDOWN|TRYAGAIN/,
  /(?<=[\s(:"'=]|^)503(?=[\s):,."']|$).*|Service (?:Temporarily )?Unavailable|status(?: code)?[ :=]+503/i,
  /(?:shards? (?:are|is) (?:loading|initializing)|all shards failed|cluster_block_exception.*state not recovered)/i,
  /Cassandra.*not (?:ready|joined)|NoHostAvailable|LEADER_NOT_AVAILABLE|COORDINATOR_NOT_AVAILABLE|NOT_LEADER/,
  /not (?:currently )?accepting connections|server is still starting|still initializ/i,
  /(?:timed? ?out|gave up|giving up|exceeded).{0,40}waiting for (?<host>[\w.-]+)(?::\d+)?(?: to |\b)/i,
  /wait-for-it(?:\.sh)?: timeout occurred after waiting \d+ seconds for (?<host>[\w.-]+):\d+/,
];

export const dependencyNotReady: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service } = hit;
      const called = whom(evidence, hit);
      // Its own words of starting up: a server says so to whoever calls too early.
      if (!service || called === undefined) return [];
      const condition = evidence.services[service]?.definition.depends_on?.[called]?.condition;
      return [
        {
          ...{ cause: 'dependency-not-ready', service, evidence: [quote(hit)], sure: 79, unless: called },
          summary: `${service} called ${called}, which ran and was not ready yet`,
          suggestion: `let ${service} wait until ${called} is ready (a healthcheck that asks what ${service} asks, and condition: service_healthy), or try again for longer`,
          at: condition === 'service_healthy' ? ['services', called, 'healthcheck'] : ['services', service, 'depends_on'],
          ...(condition === 'service_healthy' ? {} : waitingRepair(evidence, service, called, pageOf(evidence, hit, called))),
        },
      ];
    }),
};

function whom(evidence: Evidence, { service, said, text }: Hit): string | undefined {
  const named = said['host'] ? serviceCalled(evidence, said['host']) : undefined;
  const others = Object.keys(evidence.services).filter((name) => name !== service);
  const mentioned = others.find((name) => new RegExp(`(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])`).test(text));
  const needed = Object.keys(evidence.services[service ?? '']?.definition.depends_on ?? {});
  return named ?? mentioned ?? needed.find((name) => standingOf(evidence, name) !== 'done');
}

/** Where it answers 503 meanwhile, its page says when it is ready; on the only port that it has. */
function pageOf({ services }: Evidence, { text, service = '' }: Hit, called: string): string | undefined {
  if (!/\b503\b|Service (?:Temporarily )?Unavailable/i.test(text)) return undefined;
  const own = services[service];
  const written = [...Object.values(own?.definition.environment ?? {}), ...(own?.files ?? []).map((file) => file.text)].flatMap(
    (one) => new RegExp(String.raw`https?://${called}(?<rest>:\d+[\w/.-]*)`).exec(one ?? '')?.groups?.['rest'] ?? [],
  );
  const [rest = `:${portsOf(services[called])[0]}/`] = written;
  return rest.startsWith(':undefined') ? undefined : `http://127.0.0.1${rest}`;
}
