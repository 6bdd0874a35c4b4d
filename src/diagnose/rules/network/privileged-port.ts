import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';
import { userOf } from '../../reading/program.ts';

const wordings = [
  /(?:listen|bind).{0,40}EACCES.*?:(?<port>\d{1,3})\b/,
  /EACCES: permission denied \S*?:(?<port>\d{1,3})\b/,
  /bind\(\) to \S*?:(?<port>\d{1,3}) failed \(13/,
  /listen (?:tcp|udp)\d? \S*?:(?<port>\d{1,3}): bind: permission denied/,
  /\(13\)Permission denied: \S+ make_sock: could not bind to address \S*:(?<port>\d{1,3})/,
  /(?:bind|listen|binding|listening).{0,60}?[: ](?<port>[1-9]\d{0,2})\b.{0,40}(?:[Pp]ermission denied|EACCES|os error 13|Errno 13)/,
  /cannot expose privileged port (?<port>\d+)/,
];

export const privilegedPort: Rule = {
  look: (evidence) =>
    find(evidence, ['log', 'engine'], wordings).flatMap((hit) => {
      const { service, said } = hit;
      const seen = service ? evidence.services[service] : undefined;
      const user = seen ? userOf(seen) : '';
      return [
        {
          ...{ cause: 'privileged-port' as const, evidence: [quote(hit)], sure: 87, ...(service ? { service } : {}) },
          summary: `${service ?? 'a service'} may not listen on port ${said['port']}${user && user !== 'root' ? ` as user ${user}` : ''}: ports below 1024 need a right of their own`,
          suggestion: `let it listen on a port from 1024 up (such as 8080) and publish that; or give it sysctls: { net.ipv4.ip_unprivileged_port_start: 0 }`,
          ...(service ? { at: ['services', service] } : {}),
        },
      ];
    }),
};
