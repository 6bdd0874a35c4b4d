import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';

const wordings = [
  /database files are incompatible with server|The data directory was initialized by PostgreSQL version (?<was>[\d.]+)|in 18\+, these Docker images are configured to store database data/i,
  /initdb: error: directory "(?<path>[^"]+)" exists but is not empty/,
  /Can't handle RDB format version (?<was>\d+)|Bad file format reading the append only file|Unknown redis .*version in RDB/,
  /Invalid MySQL server (?:upgrade|downgrade)|Cannot (?:downgrade|upgrade) (?:from|server)|Data Dictionary upgrade .*(?:failed|not supported)|Unsupported redo log format|Upgrade (?:after a crash )?is not supported|downgrade.*is not (?:permitted|supported)|initialize specified but the data directory has files in it|data directory .*is unusable/i,
  /UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion|Wrong mongod version|IncompatibleServerVersion|This version of MongoDB is too recent|requires? (?:a )?(?:full )?downgrade/i,
  /cannot upgrade a node from version|cannot downgrade a node from version|The format version .* is not supported|index .*created (?:with|by) (?:an? )?(?:older|newer|unsupported) version|IndexFormatTooOld|IndexFormatTooNew/i,
  /The Cluster ID \S+ doesn't match stored clusterId|InconsistentClusterIdException|feature flags? .*(?:not supported|required).*(?:upgrade|node)|incompatible_feature_flags|database was created by a (?:newer|later|more recent) version|newer database version/i,
];

/** Data that another version wrote, which the program will not touch. */
export const volumeNotEmpty: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service, said } = hit;
      if (!service) return [];
      const volumes = (evidence.services[service]?.definition.volumes ?? []).flatMap(({ type, source }) =>
        type === 'volume' && source ? [source] : [],
      );
      return [
        {
          ...{ cause: 'volume-not-empty' as const, service, evidence: [quote(hit)], sure: 88 },
          summary: `${service} finds data that ${said['was'] ? `version ${said['was']}` : 'another version or a half-finished start'} wrote${volumes[0] ? ` in its volume ${volumes[0]}` : ''}`,
          suggestion: `go back to the version that wrote it and upgrade as its makers say (dump and restore); or, where the data may go: portside down --volumes`,
          at: ['services', service, 'image'],
        },
      ];
    }),
};
