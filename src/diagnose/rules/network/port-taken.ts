import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';

const wordings = [
  /EADDRINUSE.*?:(?<port>\d{2,5})\b/,
  /listen tcp\d? \S*?:(?<port>\d{2,5}): bind: address already in use/,
  /bind\(\) to \S*?:(?<port>\d{2,5}) failed \(98/,
  /could not bind to address \S*?:(?<port>\d{2,5})|make_sock: could not bind to address/,
  /(?:Bind for|bind for|bind:|expose port|Ports are not available:.*?) ?\S*?:(?<port>\d{2,5})\b.*?(?:port is already allocated|already in use|not available)/i,
  /Port (?<port>\d{2,5}) (?:is |was )?already in use|port is already in use|Web server failed to start\. Port (?<other>\d+) was already/i,
  /(?:tcp|udp):\/\/\S*:(?<port>\d{2,5}).*in use|(?:host )?port (?<other>\d{2,5}).{0,30}already (?:in use|allocated)/i,
  /EADDRINUSE|[Aa]ddress (?:is )?already in use|Errno 98|os error 98|Only one usage of each socket address|port is already allocated|Failed to listen on .*in use/,
];

/** On a port that somebody has: the host's, where the engine or a program on the host's network says so, else one of a shared network. */
export const portTaken: Rule = {
  look: (evidence) => find(evidence, ['engine', 'log'], wordings).flatMap((hit) => judge(evidence, hit)),
};

function judge(evidence: Evidence, hit: Hit): Candidate[] {
  const port = Number(hit.said['port'] ?? hit.said['other'] ?? /:(\d{2,5})\b/.exec(hit.text)?.[1] ?? Number.NaN);
  const shown = Number.isNaN(port) ? 'its port' : `port ${port}`;
  const base = { cause: 'port-taken' as const, evidence: [quote(hit)], ...(hit.service ? { service: hit.service } : {}) };
  const whose = hit.service ?? 'a service';
  const mode = hit.service ? evidence.services[hit.service]?.definition.network_mode : undefined;
  if (hit.source === 'engine' || mode === 'host') {
    const holder = evidence.holders.find((one) => one.port === port);
    const who = holder?.who ?? 'some other program';
    return [
      {
        ...{ ...base, sure: hit.source === 'engine' ? 94 : 88 },
        evidence: [quote(hit), ...(holder ? [{ from: 'this machine', text: `port ${port} is held by ${holder.who}` }] : [])],
        summary: `${shown} of the machine, which ${whose} wants, is taken by ${who}`,
        suggestion:
          mode === 'host'
            ? `stop ${who}, or let ${whose} listen on another port; off the host's network every copy gets a port of its own`
            : `stop ${who}, or leave the port to Portside, which finds a free one`,
        at: ['services', whose, mode === 'host' ? 'network_mode' : 'ports'],
      },
    ];
  }
  const sharers = Object.entries(evidence.services).flatMap(([name, { definition }]) =>
    name !== hit.service &&
    (mode === `service:${name}` ||
      definition.network_mode === `service:${hit.service}` ||
      (mode?.startsWith('service:') && definition.network_mode === mode))
      ? [name]
      : [],
  );
  const other = sharers.find((name) => evidence.services[name]?.listens?.some((one) => one.port === port)) ?? sharers[0];
  return [
    {
      ...{ ...base, sure: 82 },
      summary: other
        ? `${whose} wants ${shown}, which ${other} has: the two share one network (network_mode)`
        : `${whose} wants ${shown} twice: something in its own container has it already`,
      suggestion: other
        ? `let one of ${whose} and ${other} listen on another port`
        : `let only one program of the container listen on ${shown}; see what its command and entrypoint start`,
      at: ['services', whose, ...(other ? ['command'] : [])],
    },
  ];
}
