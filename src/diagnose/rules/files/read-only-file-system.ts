import type { Candidate, Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';
import { mountOver } from '../../reading/program.ts';

const wordings = [
  /EROFS[^'"]*['"](?<path>\/[^'"]+)['"]/,
  /(?<path>\/[\w./@+-]+)['"’]?:? (?:failed )?\(?(?:30: )?[Rr]ead-only file system/,
  /[Rr]ead-only file system:? ['"(]?(?<path>\/[\w./@+-]+)/,
  /['"](?<path>\/[\w./@+-]+)['"].{0,80}[Rr]ead-only file system/,
  /EROFS|[Rr]ead-only file ?system|Errno 30|os error 30|attempt to write a readonly database/,
];

export const readOnlyFileSystem: Rule = {
  look: (evidence) =>
    find(evidence, ['log', 'engine'], wordings).flatMap((hit): Candidate[] => {
      const { service } = hit;
      const seen = service ? evidence.services[service] : undefined;
      if (!service || !seen) return [];
      const path = hit.said['path'];
      const mount = path ? mountOver(seen, path) : undefined;
      const base = { cause: 'read-only-file-system' as const, service, evidence: [quote(hit)], sure: 86 };
      if (mount?.readOnly)
        return [
          {
            ...base,
            summary: `${service} writes to ${path}, and ${mount.target} is mounted read-only`,
            suggestion: `take :ro (read_only) away from that mount, or let ${service} write elsewhere`,
            at: ['services', service, 'volumes', mount.index],
            ...(mount.type === 'volume'
              ? { repair: [{ edit: 'remove' as const, path: ['services', service, 'volumes', mount.index, 'read_only'] }] }
              : {}),
          },
        ];
      if (seen.definition['read_only'] === true) {
        const folder = path?.replace(/\/[^/]+$/, '') || path;
        const tmpfs = [seen.definition['tmpfs'] ?? []].flat();
        return [
          {
            ...base,
            summary: `${service} writes to ${path ?? 'its own file system'}, and read_only: true forbids that`,
            suggestion: folder
              ? `give it a place to write: tmpfs: [${folder}], or a volume where the data has to stay`
              : 'give it a tmpfs or a volume where it writes',
            at: ['services', service, 'read_only'],
            ...(folder && folder !== '/' && !/^\/(?:etc|usr|bin|sbin|lib)\b/.test(folder)
              ? { repair: [{ edit: 'set' as const, path: ['services', service, 'tmpfs'], value: [...tmpfs, folder] }] }
              : {}),
          },
        ];
      }
      return [
        {
          ...base,
          sure: 74,
          summary: `${service} writes to ${path ?? 'a place'} that is read-only`,
          suggestion: `see what is mounted there and how; on the host the disk itself may have turned read-only`,
          at: ['services', service, 'volumes'],
        },
      ];
    }),
};
