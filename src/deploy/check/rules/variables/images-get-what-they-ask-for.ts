import type { ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { imageName } from '../../../model/known-images.ts';
import { startWords } from '../../reading/start-words.ts';
import { unsetMentions } from '../../reading/unset-mentions.ts';
import type { CheckInput, Rule } from '../../rule.ts';

/** An image that refuses to start without a variable gets it. */
export const imagesGetWhatTheyAskFor: Rule = {
  id: 'images-get-what-they-ask-for',
  why: 'The image ends at once, with a message in its log.',
  cause: 'variable-missing',
  look: (input) =>
    unmet(input).map(({ service, definition, anyOf, given, variables }) => {
      const [first = ''] = anyOf;
      const name = given ?? first;
      const lack =
        variables.length > 0
          ? `${variables.join(', ')}, which gives it its ${name}, is not set`
          : given
            ? `its ${given} is empty`
            : `it has no ${first}`;
      const others = anyOf.filter((one) => one !== name && !one.endsWith('_FILE') && !one.startsWith('MYSQL_ALLOW'));
      return {
        severity: keepsItsData(definition) ? 'warning' : 'error',
        service,
        message: `${service} cannot start: ${imageName(definition.image ?? '')} asks for a password, and ${lack}${given ? '' : ` (nor ${others.slice(0, 3).join(', ')})`}`,
        ...located(input.draft, ['services', service, 'environment', ...(given ? [given] : [])]),
        fix:
          variables.length > 0
            ? `set ${variables.join(', ')} in .env`
            : `environment: { ${first}: "\${${first}:?}" }, with the value in .env`,
      };
    }),
};

interface Unmet {
  service: string;
  definition: ComposeService;
  anyOf: string[];
  /** The one that the file gives, without a value. */
  given: string | undefined;
  /** Variables without a value that it is made of. */
  variables: string[];
}

/** Services whose image asks for what they do not have. */
export function unmet(input: CheckInput): Unmet[] {
  return Object.entries(input.stack.compose.services).flatMap(([service, definition]) => {
    const asked = demandOf(definition);
    const environment = definition.environment ?? {};
    if (!asked || asked.anyOf.some((name) => Boolean(environment[name]))) return [];
    const given = asked.anyOf.find((name) => name in environment);
    const mentions = unsetMentions(input).filter(
      (one) => one.service === service && one.path[0] === 'environment' && one.path[1] === given,
    );
    return [{ service, definition, anyOf: asked.anyOf, given, variables: mentions.map(({ variable }) => variable) }];
  });
}

interface Demand {
  anyOf: string[];
  /** What its entrypoint checks nothing for is another program. */
  program: RegExp;
}

const orFile = (names: string[]) => names.flatMap((name) => [name, `${name}_FILE`]);

const postgres: Demand = { anyOf: [...orFile(['POSTGRES_PASSWORD']), 'POSTGRES_HOST_AUTH_METHOD'], program: /^postgres$|^-/ };
const mysqlNames = ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'];
const mariadbNames = [
  'MARIADB_ROOT_PASSWORD',
  'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
  'MARIADB_RANDOM_ROOT_PASSWORD',
  'MARIADB_ROOT_PASSWORD_HASH',
];

/** As the images' own documentation says, by the names under which they are published. */
const demands: Record<string, Demand> = {
  postgres,
  'postgis/postgis': postgres,
  'pgvector/pgvector': postgres,
  mysql: { anyOf: orFile(mysqlNames), program: /^mysqld$|^-/ },
  mariadb: { anyOf: orFile([...mariadbNames, ...mysqlNames]), program: /^(?:mariadbd|mysqld)$|^-/ },
  'bitnami/postgresql': { anyOf: [...orFile(['POSTGRESQL_PASSWORD', 'POSTGRES_PASSWORD']), 'ALLOW_EMPTY_PASSWORD'], program: /^-/ },
  'bitnami/redis': { anyOf: [...orFile(['REDIS_PASSWORD']), 'ALLOW_EMPTY_PASSWORD'], program: /^-/ },
};

function demandOf(definition: ComposeService): Demand | undefined {
  const { image, build, entrypoint } = definition;
  if (image === undefined || build || Array.isArray(entrypoint)) return undefined;
  const name = imageName(image);
  const demand = Object.hasOwn(demands, name) ? demands[name] : undefined;
  const [program] = startWords(definition);
  return program === undefined || demand?.program.test(program) ? demand : undefined;
}

/** What lies in a folder or volume from elsewhere may be a database already, which asks for nothing. */
function keepsItsData({ volumes, secrets, configs }: ComposeService): boolean {
  const mounts = (volumes ?? []).filter(
    ({ target }) => /^\/(?:var\/lib|bitnami|data)/.test(target) || target === '/docker-entrypoint-initdb.d',
  );
  return mounts.some(({ type }) => type === 'bind') || (secrets?.length ?? 0) + (configs?.length ?? 0) > 0;
}
