import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';

const wordings = [
  /EMFILE.*|ENFILE.*|[Tt]oo many open files.*/,
  /max file descriptors \[(?<has>\d+)\].*too low.*\[(?<wants>\d+)\]/,
  /can't set maximum open files to (?<wants>\d+)|ulimit.*(?:nofile|open files).*(?:low|small|insufficient)|unable to set (?:max )?(?:open )?file descriptor|rlimit.*NOFILE/i,
  /ENOSPC: System limit for number of file watchers reached|inotify watch(?:es)? limit|inotify instances has been reached/,
];

export const fileDescriptors: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service, said } = hit;
      if (!service) return [];
      if (/watch|inotify/i.test(hit.text))
        return [
          {
            ...{ cause: 'file-descriptors' as const, service, evidence: [quote(hit)], sure: 88 },
            summary: `${service} watches more files than the machine allows`,
            suggestion: 'on the machine: sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024',
          },
        ];
      // Redis goes on with fewer, and says so at every start.
      const fatal = !/can't set maximum open files/i.test(hit.text);
      const own = evidence.services[service]?.definition['ulimits'] !== undefined;
      const wanted = Math.max(Number(said['wants'] ?? 0), 4096);
      return [
        {
          ...{ cause: 'file-descriptors' as const, service, evidence: [quote(hit)], sure: fatal ? 87 : 40 },
          summary: `${service} needs more open files than ${own ? 'its ulimits give it' : 'it may have'}`,
          suggestion: `give ${service} ulimits: { nofile: ${wanted} }`,
          at: ['services', service, 'ulimits'],
          ...(fatal ? { repair: [{ edit: 'set' as const, path: ['services', service, 'ulimits', 'nofile'], value: wanted }] } : {}),
        },
      ];
    }),
};
