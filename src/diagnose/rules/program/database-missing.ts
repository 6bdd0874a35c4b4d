import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';

const wordings = [
  /(?:FATAL: +)?database "(?<name>[^"]+)" does not exist/,
  /Unknown database '(?<name>[^']+)'/,
  /P1003\b.*?[`'"](?<name>[^`'"]+)[`'"]|Database [`'"](?<other>[^`'"]+)[`'"] does not exist|Cannot open database "(?<mssql>[^"]+)"/,
];

/** The server answers, and has no database of that name. */
export const databaseMissing: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service, said } = hit;
      if (!service) return [];
      const name = said['name'] ?? said['other'] ?? said['mssql'] ?? 'it needs';
      return [
        {
          ...{ cause: 'database-missing' as const, service, evidence: [quote(hit)], sure: 85 },
          summary: `${service} asks for the database ${name}, which its server does not have`,
          suggestion: `let the server make ${name} at its first start (POSTGRES_DB, MYSQL_DATABASE), or name one that is there; a volume that was made before keeps the databases it had`,
          at: ['services', service, 'environment'],
        },
      ];
    }),
};
