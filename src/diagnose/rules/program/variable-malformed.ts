import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { find, findAll, type Hit, quote } from '../../reading/lines.ts';
import { isLoopback, portsOf } from '../../reading/who.ts';

const wordings = [
  /Invalid URL|ERR_INVALID_URL|Only absolute URLs are supported|Failed to parse URL|invalid url|relative URL without a base|no protocol: (?<value>\S+)|unknown url type|Invalid URL '(?<python>[^']*)'|MissingSchema|URI is not absolute|Illegal character in|bad URI/i,
  /unsupported protocol scheme "(?<scheme>[^"]*)"|first path segment in URL cannot contain colon|missing protocol scheme|parse "(?<value>[^"]+)": /,
  /Could not parse (?:SQLAlchemy|rfc1738) URL|the URL must start with the protocol|invalid (?:dsn|connection string|connection URI|database url)|invalid connection option|(?:Unable to|Could not|failed to) parse (?:the )?(?:dsn|connection string|database url|DATABASE_URL|URL)|missing "=" after "(?<value>[^"]+)" in connection info/i,
  /Invalid (?:connection string|scheme), expected|ERR_SOCKET_BAD_PORT|options\.port should be >= 0|Port should be|invalid port|port must be|Port number .* (?:invalid|out of range)/i,
  /ValueError: invalid literal for int\(\)[^:]*: '(?<value>[^']*)'|ParseIntError|strconv\.(?:ParseInt|Atoi|ParseBool|ParseFloat): parsing "(?<go>[^"]*)"|NumberFormatException: For input string: "(?<java>[^"]*)"|(?:is not|not) a (?:valid )?(?:number|integer|boolean|port)|must be (?:a number|an integer|a boolean|a valid)|invalid value for .*: |Input should be a valid/i,
  /java\.time\.format|time: invalid duration "?(?<value>[^"\s]+)|invalid (?:log ?level|loglevel|time ?zone)/i,
];

/** What links between containers made of a port: `tcp://172.17.0.5:9464`. */
const linkedPort = /^(?:tcp|udp):\/\/[\w.-]+:(?<port>\d+)$/;

/** A value that its program cannot use; which variable it is shows in the value. */
export const variableMalformed: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service } = hit;
      return service ? [judge(evidence, hit, service)] : [];
    }),
};

function judge(evidence: Evidence, hit: Hit, service: string): Candidate {
  const environment = Object.entries(evidence.services[service]?.definition.environment ?? {}).flatMap(([name, value]) =>
    value == null ? [] : [[name, value] as const],
  );
  const values = [...Object.values(hit.said), ...inputNear(evidence, hit)].flatMap((value) =>
    value !== undefined && value.length > 1 ? [value] : [],
  );
  const named = environment.find(([, value]) =>
    values.some((one) => one === value || (value !== '' && one.includes(value) && value.length > 3)),
  );
  const inText = environment.find(([name]) =>
    new RegExp(`\\b${name}\\b`).test([hit.text, ...hit.before.slice(-4), ...hit.after.slice(0, 4)].join('\n')),
  );
  const urls = /url|uri|scheme|protocol/i.test(hit.text)
    ? environment.filter(([name, value]) => /UR[LI]$|_DSN$|ENDPOINT|_ADDR/i.test(name) && !/^[\w+.-]+:\/\//.test(value))
    : [];
  const linked = /port/i.test(hit.text) ? environment.filter(([name, one]) => name.endsWith('PORT') && linkedPort.test(one)) : [];
  const [variable, value] =
    named ?? inText ?? (linked.length === 1 ? linked[0] : undefined) ?? (urls.length === 1 ? urls[0] : undefined) ?? [];
  const base = {
    cause: 'variable-malformed' as const,
    service,
    evidence: [quote(hit), ...(variable ? [{ from: `environment of ${service}`, text: `${variable}=${value}` }] : [])],
    sure: variable ? 84 : 66,
  };
  if (variable && !value)
    return {
      ...base,
      cause: 'variable-missing',
      summary: `${service} needs ${variable}, which is empty`,
      suggestion: `give ${variable} a value`,
      at: ['services', service, 'environment', variable],
    };
  const scheme = variable && value !== undefined && urls.some(([name]) => name === variable) ? schemeFor(evidence, value) : undefined;
  const port = variable && variable.endsWith('PORT') ? linkedPort.exec(value ?? '')?.groups?.['port'] : undefined;
  return {
    ...base,
    summary: `${service} cannot use ${variable ? `${variable}=${value}` : 'the value of a variable'}${scheme ? ': it wants a whole URL' : ''}`,
    suggestion: port
      ? `write ${variable}=${port}`
      : scheme
        ? `write ${variable}=${scheme}://${value}`
        : `correct ${variable ?? 'what it names'}: the message says what is expected`,
    at: ['services', service, 'environment', ...(variable ? [variable] : [])],
    ...(port && variable ? { repair: [{ edit: 'set', path: ['services', service, 'environment', variable], value: port }] } : {}),
    ...(scheme && variable && value && !value.includes('***')
      ? { repair: [{ edit: 'set', path: ['services', service, 'environment', variable], value: `${scheme}://${value}` }] }
      : {}),
  };
}

/** Node prints the value a few lines on: `input: 'api:4000'`. */
function inputNear(evidence: Evidence, { after, text, service }: Hit): string[] {
  const lines = [
    text,
    ...after,
    ...findAll(evidence, ['log'], [/^\s*(?:input|base): '(?<value>[^']*)'/]).flatMap((hit) => (hit.service === service ? [hit.text] : [])),
  ];
  return lines.flatMap((line) => /(?:input|base|value|url|got|received)[:=]? ['"]([^'"]+)['"]/i.exec(line)?.[1] ?? []);
}

const schemes: [RegExp, string][] = [
  [/redis|valkey/, 'redis'],
  [/postg/, 'postgres'],
  [/mysql|mariadb/, 'mysql'],
  [/mongo/, 'mongodb'],
  [/rabbit/, 'amqp'],
];

/** Of a place such as `api:4000` that is a service of the stack. */
function schemeFor(evidence: Evidence, value: string): string | undefined {
  const [, host = '', port] = /^([\w.-]+)(?::(\d+))?(?:\/.*)?$/.exec(value) ?? [];
  const service = evidence.services[host];
  if (!service || isLoopback(host)) return undefined;
  const known = schemes.find(([image]) => image.test(service.definition.image ?? ''))?.[1];
  return known ?? (port === undefined || portsOf(service).length > 0 ? 'http' : 'http');
}
