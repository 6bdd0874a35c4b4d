import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { standingOf } from '../../reading/standing.ts';
import { variablesNaming } from '../../reading/who.ts';

const wordings = [
  /password authentication failed for user "?(?<user>[^"\s]+)"?|no password supplied|role "(?<role>[^"]+)" does not exist|SCRAM-SERVER-FIRST-MESSAGE|client password must be a string|password must be a string/,
  /Access denied for user '(?<user>[^']*)'@|ER_ACCESS_DENIED_ERROR|\b1045\b.*denied/,
  /NOAUTH Authentication required|WRONGPASS|ERR (?:invalid password|AUTH <password> called without any password)|invalid username-password pair|Client sent AUTH, but no password is set/,
  /Authentication failed\.?$|AuthenticationFailed|MongoServerError: (?:Authentication failed|command \w+ requires authentication|not authorized)|auth(?:entication)? failed|SASL authentication failed|SaslAuthenticationException/i,
  /ACCESS_REFUSED|PLAIN login refused|Login was refused using authentication mechanism|Handshake terminated by server: 403/,
  /security_exception.*(?:unable to authenticate|missing authentication)|failed to authenticate user|missing authentication credentials/,
  /Login failed for user '(?<user>[^']*)'|ORA-01017|InvalidAccessKeyId|SignatureDoesNotMatch|The Access Key Id you provided does not exist|Code: 516.*Authentication failed|REQUIRED_PASSWORD/,
  /Invalid (?:username or password|credentials|login|password)|401 Unauthorized|[Bb]ad credentials|535[ -].*[Aa]uthentication/,
];

/** Another service refuses the password, or asks for one. */
export const wrongPassword: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service } = hit;
      return service ? [judge(evidence, hit, service)] : [];
    }),
};

function judge(evidence: Evidence, hit: Hit, service: string): Candidate {
  const server = serverOf(evidence, hit, service);
  const by = server ? ` by ${server}` : '';
  const user = hit.said['user'] ?? hit.said['role'];
  const none = /NOAUTH|no password supplied|missing authentication|requires authentication|must be a string/.test(hit.text);
  const kept = server !== undefined && keepsOldData(evidence, server);
  const given = server && none ? passwordOf(evidence, service, server) : undefined;
  return {
    ...{ cause: 'wrong-password', service, evidence: [quote(hit)], sure: /401|Invalid (?:cred|login|pass|user)/.test(hit.text) ? 66 : 84 },
    summary: none
      ? `${service} gives no password, and is refused${by}`
      : `the password${user ? ` of user ${user}` : ''} that ${service} gives is refused${by}`,
    suggestion: kept
      ? `${server}'s volume was made with an older password, which stays valid whatever its environment says: use that one, change it inside, or, where the data may go, portside down --volumes`
      : given
        ? `give ${service} the password of ${server}: ${given.variable} from ${given.source}`
        : `let ${service}${server ? ` and ${server}` : ''} take the password from one variable of .env`,
    at: ['services', service, 'environment'],
    ...(given?.repair ? { repair: given.repair } : {}),
  };
}

const servers: [RegExp, RegExp][] = [
  [/postg|SCRAM|role "/i, /postg|pgvector|timescale|supabase/],
  [/Access denied for user|1045|mysql/i, /mysql|mariadb|percona/],
  [/NOAUTH|WRONGPASS|redis|AUTH </i, /redis|valkey|keydb/],
  [/Mongo/i, /mongo/],
  [/ACCESS_REFUSED|PLAIN login|amqp/i, /rabbit/],
  [/security_exception/, /elastic|opensearch/],
  [/AccessKey|Signature/, /minio|localstack/],
];

function serverOf(evidence: Evidence, { text }: Hit, service: string): string | undefined {
  const image = servers.find(([words]) => words.test(text))?.[1];
  const others = Object.keys(evidence.services).filter((name) => name !== service);
  const fitting = others.filter((name) => image?.test(`${evidence.services[name]?.definition.image ?? ''} ${name}`));
  const needed = Object.keys(evidence.services[service]?.definition.depends_on ?? {});
  return fitting.length === 1
    ? fitting[0]
    : (fitting.find((name) => needed.includes(name)) ?? (needed.length === 1 ? needed[0] : undefined));
}

/** It found its data made, and took no notice of the passwords in its environment. */
function keepsOldData({ services }: Evidence, server: string): boolean {
  return services[server]?.logs.some((line) => /Skipping initialization|appears to contain a database/.test(line)) ?? false;
}

/** redis-cli reads its password from a variable; what others read nobody knows. */
function passwordOf(
  evidence: Evidence,
  service: string,
  server: string,
): { variable: string; source: string; repair?: Candidate['repair'] } | undefined {
  const own = Object.keys(evidence.services[server]?.definition.environment ?? {}).filter((name) => /PASS/.test(name));
  const [source] = own;
  if (!source || standingOf(evidence, server) === 'ended' || own.length > 1) return undefined;
  const words = (evidence.services[service]?.definition.command ?? []).join(' ');
  if (!/redis-cli/.test(words) || !(source in evidence.variables)) {
    const naming = variablesNaming(evidence.services[service] ?? { definition: {}, containers: [], logs: [], files: [] }, server)[0];
    return naming ? { variable: naming[0], source } : undefined;
  }
  return {
    variable: 'REDISCLI_AUTH',
    source,
    repair: [{ edit: 'set', path: ['services', service, 'environment', 'REDISCLI_AUTH'], value: `\${${source}}` }],
  };
}
