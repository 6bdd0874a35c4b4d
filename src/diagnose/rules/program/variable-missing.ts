import type { Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type Hit, findAll, quote } from '../../reading/lines.ts';
import { placeOf } from '../../reading/program.ts';

const name = String.raw`["'\x60{$]*(?<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z]{4,})["'\x60}]*`;
const wordings = [
  new RegExp(
    `(?:[Mm]issing|MISSING)[^\\n]{0,60}?(?:env(?:ironment)?|config(?:uration)?|variable|setting|key|secret|token|required|value)[^\\n]{0,40}?[: ]${name}`,
  ),
  new RegExp(
    `(?:env(?:ironment)?(?: |_|-)?(?:variable|var)s?)[^\\n]{0,40}?${name}[^\\n]{0,60}?(?:not (?:set|defined|found|provided|present)|(?:is |are )?(?:missing|required|undefined|unset|empty)|must be (?:set|defined|provided|given|specified))`,
    'i',
  ),
  new RegExp(
    `${name}[^\\n]{0,30}?(?:(?:is|are|was|were|be|has) (?:not (?:been )?(?:set|defined|found|provided|present|specified|configured)|missing|required|undefined|unset|empty|blank|mandatory)|must (?:be|not be) (?:set|defined|provided|given|specified|present|supplied|empty|a non-empty|at least \\d+)|not set|unset|parameter not set|: unbound variable|not (?:defined|provided|found) in (?:the )?env)`,
  ),
  new RegExp(
    `(?:[Pp]lease|You (?:must|need to|have to|should)|[Nn]eed(?:s)? to|[Mm]ust|:) (?:[Ss]et|define|provide|specify|supply|configure|export)[^\\n]{0,60}?${name}`,
  ),
  /KeyError: '(?<name>[A-Z][A-Z0-9_]{2,})'|KeyError: "(?<other>[A-Z][A-Z0-9_]{2,})"|key not found: "(?<ruby>[A-Z][A-Z0-9_]{2,})" \(KeyError\)/,
  new RegExp(
    `(?:[Ee]nvironment variable|env var|ENV|\\$ENV)[^\\n]{0,20}?${name}[^\\n]{0,30}?(?:not found|NotPresent|is not set|undefined)`,
  ),
  new RegExp(
    `${name}\\s*(?:\\n|:)?\\s*(?:[Ff]ield required|[Rr]equired$|"?required"?,? received undefined|Invalid input: expected \\w+, received undefined)`,
  ),
  /Environment variable not found: (?<name>\w+)|required key (?<go>[A-Z]\w+) missing value|env: environment variable "(?<goenv>[^"]+)" should not be empty|required environment variable "(?<goreq>\w+)" is not set/,
  /Could not resolve placeholder '(?<name>[^':]+)' in value/,
  /(?<name>[A-Z][A-Z0-9_]{3,}) (?:should|cannot|can't|can not|may not) (?:not )?be (?:empty|blank|null|undefined)/,
  /Database is uninitialized and (?:superuser )?password (?:option )?is not specified|Database is uninitialized and password option is not specified/,
  /You need to specify one of the following as an environment variable|MINIO_ROOT_USER length|ERR.*wrong number of arguments.*requirepass|'requirepass "?"?'/,
  /(?:[Ii]nitial user|discovery\.seed_hosts|discovery settings are unsuitable|SECRET_KEY setting must not be empty|[Mm]issing .?secret_key_base|secret_key_base.*(?:missing|must be))|^\s*(?:Field required|field required) [[(]/,
  /Expected ["'`](?<name>[A-Z]\w+)["'`] to be (?:set|defined)|secretOrPrivateKey must have a value|Invalid environment variables|Config validation error: "(?<joi>[A-Z]\w+)" is (?:required|not allowed to be empty)/,
];

/** Words for what well-known images want, where their message does not name it. */
const known: [RegExp, string][] = [
  [/superuser password is not specified/, 'POSTGRES_PASSWORD'],
  [/Database is uninitialized and password option/, 'MYSQL_ROOT_PASSWORD'],
  [/SECRET_KEY setting/, 'SECRET_KEY'],
  [/secret_key_base/, 'SECRET_KEY_BASE'],
  [/discovery/, 'discovery.type'],
];

/** Programs say it in as many ways as there are languages; the name in capitals is what they have in common. */
export const variableMissing: Rule = {
  look(evidence) {
    const hits = findAll(evidence, ['log'], wordings).filter(
      ({ said, text }) =>
        !/^(?:ERROR|FATAL|WARN(?:ING)?|INFO|DEBUG|NOTICE|HTTP|JSON|HTML|URL|LOG|NULL|TRUE|FALSE|DETAIL|HINT|CAUTION|NOTE)$/.test(
          nameOf(said) ?? '',
        ) && !/^\s*(?:WARN(?:ING)?|warning|npm warn|DEBUG|INFO)\b/.test(text),
    );
    const services = [...new Set(hits.flatMap(({ service }) => service ?? []))];
    return services.map((service) => {
      const mine = hits.filter((hit) => hit.service === service);
      const names = [
        ...new Set(mine.flatMap((hit) => nameOf(hit.said) ?? nameBefore(hit) ?? known.find(([words]) => words.test(hit.text))?.[1] ?? [])),
      ];
      const shown = names.slice(0, 6).join(', ');
      const blank = names.filter((one) => isBlank(evidence, service, one));
      const given = names.filter((one) => !blank.includes(one) && evidence.services[service]?.definition.environment?.[one]);
      const [first] = names;
      const at = first
        ? (placeOf(evidence, ['services', service, 'environment', first]) ?? placeOf(evidence, ['services', service]))
        : undefined;
      // One that has a value is there, and something else is wrong with it.
      const sure = given.length > 0 && given.length === names.length ? 66 : names.length > 0 ? 85 : 72;
      return {
        ...{
          cause: given.length > 0 && given.length === names.length ? ('variable-malformed' as const) : ('variable-missing' as const),
          service,
          sure,
        },
        evidence: mine.slice(-3).map(quote),
        summary:
          given.length > 0 && given.length === names.length
            ? `${service} does not accept its value of ${shown}`
            : `${service} needs ${shown || 'a variable'}, which ${names.length > 1 ? 'have' : 'has'} no value`,
        suggestion:
          blank.length > 0
            ? `give ${blank.join(', ')} a value in .env: the Compose file passes on what is set there`
            : `set ${shown || 'it'} in environment: of ${service}, or in its env file`,
        ...(at ? { at } : {}),
      };
    });
  },
};

/** Pydantic puts the name on a line of its own, before what is wrong with it. */
function nameBefore({ text, before }: Hit): string | undefined {
  return /^\s*[Ff]ield required/.test(text) ? /^[\w.]+$/.exec(before.at(-1)?.trim() ?? '')?.[0] : undefined;
}

function nameOf(said: Record<string, string | undefined>): string | undefined {
  return Object.values(said).find((value) => value !== undefined);
}

function isBlank({ services }: Evidence, service: string, variable: string): boolean {
  const environment = services[service]?.definition.environment ?? {};
  return variable in environment && !environment[variable];
}
