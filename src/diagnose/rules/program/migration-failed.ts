import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';

const precise = [
  /(?:duplicate column(?: name)?|relation|table|column|index|constraint|type|schema)[^\n]{0,60}already exists|duplicate column name: \S+|Duplicate (?:column|key) name|Table '[^']+' already exists/i,
  /(?:no such (?:table|column)|(?:relation|column|table) "?[\w.]+"? does not exist|Table '[^']+' doesn't exist|Unknown column|undefined_table|UndefinedTable|UndefinedColumn)/i,
  /P30\d\d\b|migrate found failed migrations|Migration (?:\S+ )?failed|[Mm]igration (?:failed|error)|failed to (?:run|apply|execute) (?:\w+ )?migrations?|MigrationError|Can't locate revision|Multiple head revisions|Dirty database version|InconsistentMigrationHistory|PendingMigrationError|ActiveRecord::(?:Pending)?Migration|Validate failed: Migration|FlywayException|LiquibaseException|MigrationFailedException|knex.*migration.*(?:failed|corrupt)|migration directory is corrupt|StandardError: An error has occurred, (?:this and )?all later migrations canceled/,
];
const aboutMigrations = /migrat|[Aa]pplying \S+\.\d+|flyway|liquibase|alembic|schema|prisma|knex|sequelize|typeorm|goose|db:/i;

/** What a database says of a statement is a migration's failure where migrations run: by the name of the service, its command or its words. */
export const migrationFailed: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], [precise[2] ?? /$^/, ...precise.slice(0, 2)]).flatMap((hit) => {
      const { service } = hit;
      if (!service) return [];
      const seen = evidence.services[service];
      const migrates = aboutMigrations.test([service, ...(seen?.definition.command ?? []), ...(seen?.logs ?? [])].join('\n'));
      const own = precise[2]?.test(hit.text) === true;
      if (!migrates && !own) return [];
      const said = own ? (seen?.logs.findLast((line) => precise.slice(0, 2).some((words) => words.test(line))) ?? '') : '';
      return [
        {
          ...{ cause: 'migration-failed' as const, service, sure: own ? 79 : 81 },
          evidence: [...(said ? [quote({ from: `logs of ${service}`, text: said })] : []), quote(hit)],
          summary: `a migration of ${service} failed: ${(said || hit.text).trim().slice(0, 160)}`,
          suggestion:
            'mend the migration, or bring the database to where it expects it; a fresh copy (portside up --new) shows whether the migrations alone are sound',
          at: ['services', service],
        },
      ];
    }),
};
