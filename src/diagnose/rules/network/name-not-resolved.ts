import type { Repair } from '../../../deploy/model/repair.ts';
import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { describeStanding, isFailing, standingOf } from '../../reading/standing.ts';
import { serviceCalled, serviceMeant, servicesAt, shareNetwork, variablesNaming } from '../../reading/who.ts';
import { waiting, waitingRepair } from './let-it-wait.ts';

/** "Temporary failure in name resolution" and its kin, in the words of resolvers, languages and servers; `host` where they name it. */
const wordings = [
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (?<host>[\w.-]+)/,
  /(?:ENOTFOUND|EAI_AGAIN)[ :,]+(?<host>[\w.-]+)/,
  /lookup (?<host>[\w.-]+)(?: on [\d.:[\]a-f]+)?: (?:no such host|server misbehaving|Temporary failure|i\/o timeout)/,
  /could not translate host name "(?<host>[^"]+)" to address/,
  /host not found in upstream "(?<host>[\w.-]+?)(?::\d+)?"/,
  /(?<host>[\w.-]+) could not be resolved \(\d+: /,
  /Unknown MySQL server host '(?<host>[^']+)'/,
  /Could not connect to Redis at (?<host>[\w.-]+):\d+: (?:Name or service not known|Temporary failure in name resolution|Name does not resolve|Try again)/,
  /Could not resolve host(?:name)?:? '?(?<host>[\w.-]+)/i,
  /(?:cannot|could not|couldn't|unable to|failed to) (?:resolve|lookup|look up)(?: (?:host ?name|host|address|the host|service))?[ :]*['"]?(?<host>[\w-]+(?:\.[\w-]+)*)/i,
  /UnknownHostException:? (?<host>[\w.-]+)/,
  /php_network_getaddresses: getaddrinfo(?: for (?<host>[\w.-]+))? failed/,
  /nodename nor servname provided|Name or service not known|Temporary failure in name resolution|Name does not resolve|failed to lookup address information|No address associated with hostname|Host is unknown|bad address '(?<host>[\w.-]+)/,
  /(?:host|server|upstream) ["']?(?<host>[\w.-]+)["']? (?:not found|is unknown|could not be found)(?: in DNS)?$/i,
  /nxdomain|NXDOMAIN|SocketError.*getaddrinfo/,
];

/** The words that name no host stand for one near them. */
const nearby = [
  /\b(?:(?:to|at) )?(?:host|server|to|at)[ '"=:@(]+(?<host>[a-z][\w-]*(?:\.[\w-]+)*)(?=[:'"), ]|$)/gi,
  /:\/\/(?:[^@/\s]*@)?(?<host>[\w.-]+)/g,
];

export const nameNotResolved: Rule = {
  look: (evidence) => find(evidence, ['log', 'health'], wordings).flatMap((hit) => judge(evidence, hit) ?? []),
};

function judge(evidence: Evidence, hit: Hit): Candidate | undefined {
  const { service } = hit;
  if (!service) return undefined;
  const host = hit.said['host'] ?? hostNear(hit);
  const quoted = { service, evidence: [quote(hit)] };
  if (host === undefined)
    return {
      ...{ cause: 'name-not-resolved', ...quoted, sure: 62 },
      summary: `${service} calls a host whose name does not resolve`,
      suggestion: `compare the host names in ${service}'s environment and settings with the services of the stack: ${Object.keys(evidence.services).join(', ')}`,
    };
  if (/^(?:undefined|null|none|nil|true|false|nan)$/i.test(host))
    return {
      ...{ cause: 'variable-missing', ...quoted, sure: 80 },
      summary: `${service} calls a host named "${host}": a variable that should name it has no value`,
      suggestion: `set the variable from which ${service} takes the host`,
      at: ['services', service, 'environment'],
    };
  const called = serviceCalled(evidence, host);
  if (called !== undefined) return unresolvedService(evidence, { ...quoted, service, host, called });
  if (evidence.inactive.includes(host))
    return {
      ...{ cause: 'service-in-inactive-profile', ...quoted, sure: 90 },
      summary: `${service} calls ${host}, which belongs to a profile that is not active`,
      suggestion: `start it with its profile (portside up --profile …), or take profiles: away from ${host}`,
      at: ['services', host, 'profiles'],
      repair: [{ edit: 'remove', path: ['services', host, 'profiles'] }],
    };
  if (host === 'host.docker.internal')
    return {
      ...{ cause: 'name-not-resolved', ...quoted, sure: 84 },
      summary: `${service} calls host.docker.internal, which means nothing here: the engine gives that name only on request`,
      suggestion: `give ${service}: extra_hosts: ["host.docker.internal:host-gateway"]`,
      at: ['services', service],
      repair: [{ edit: 'set', path: ['services', service, 'extra_hosts'], value: ['host.docker.internal:host-gateway'] }],
    };
  if (/^[\w-]+\.[\w.-]+$/.test(host))
    return {
      ...{ cause: 'name-not-resolved', ...quoted, sure: 80 },
      summary: `${service} calls ${host}, a name that does not resolve`,
      suggestion: `check the name, and whether this machine's containers reach a name server: docker run --rm busybox nslookup ${host}`,
    };
  return unknownService(evidence, quoted, host);
}

function unresolvedService(
  evidence: Evidence,
  { host, called, ...quoted }: { host: string; called: string; service: string; evidence: Candidate['evidence'] },
): Candidate {
  const { service } = quoted;
  const standing = standingOf(evidence, called);
  if (!shareNetwork(evidence, service, called)) {
    const mode = evidence.services[service]?.definition.network_mode;
    const networks = Object.keys(evidence.services[called]?.definition.networks ?? { default: null });
    return {
      ...{ cause: 'no-shared-network', ...quoted, sure: 88 },
      summary: `${service} calls ${called}, and the two have no network in common`,
      suggestion: mode
        ? `take network_mode: ${mode} away: names of services resolve on the stack's own networks only`
        : `put ${service} on a network of ${called}'s too (${networks.join(', ')})`,
      at: ['services', service, mode ? 'network_mode' : 'networks'],
    };
  }
  const condition = evidence.services[service]?.definition.depends_on?.[called]?.condition;
  if (isFailing(standing) || standing === 'done')
    return {
      ...{ cause: 'dependency-failed', ...quoted, service: called, sure: 66, unless: called },
      summary: `${service} calls ${host}, but ${called} ${describeStanding(evidence, called)}, and a stopped container has no name`,
      suggestion: `see why ${called} does not run: its log says more`,
    };
  if (condition === 'service_healthy')
    return {
      ...{ cause: 'name-not-resolved', ...quoted, sure: 60 },
      summary: `${service} calls ${host}, which does not resolve although ${called} ${describeStanding(evidence, called)}`,
      suggestion: `check ${service}'s dns: and network_mode:; names of services resolve on the stack's own networks only`,
    };
  return {
    ...{ cause: 'depends-on-without-condition', ...quoted, sure: 78 },
    summary: `${service} called ${host} before ${called} was there: ${condition ? 'it waits only for its start' : 'nothing makes it wait'}`,
    suggestion: waiting(evidence, service, called),
    at: ['services', service, 'depends_on'],
    ...waitingRepair(evidence, service, called),
  };
}

function unknownService(evidence: Evidence, quoted: { service: string; evidence: Candidate['evidence'] }, host: string): Candidate {
  const { service } = quoted;
  const definition = evidence.services[service];
  const meant = serviceMeant(evidence, host) ?? onlyAt(evidence, service, definition && portBeside(definition, host));
  const variables = definition ? variablesNaming(definition, host) : [];
  const [variable, value] = variables[0] ?? [];
  const repair: Repair =
    meant && variables.length > 0
      ? variables.map(([name, written]) => ({
          edit: 'set',
          path: ['services', service, 'environment', name],
          value: written.replaceAll(host, meant),
        }))
      : meant && definition
        ? inFile(definition, host, meant)
        : [];
  return {
    ...{ cause: 'unreachable-service-name', ...quoted, sure: 84 },
    summary: `${service} calls ${host}${variable ? ` (${variable})` : ''}, and no service has that name`,
    suggestion: meant
      ? `${meant} is near: ${variable ? `write ${variable}=${value?.replaceAll(host, meant)}` : `call ${meant} instead`}`
      : `add a service ${host}, or name one that is there: ${Object.keys(evidence.services).join(', ')}`,
    at: ['services', service, 'environment', ...(variable ? [variable] : [])],
    ...(repair.length > 0 && !variables.some(([, written]) => written.includes('***')) ? { repair } : {}),
  };
}

/** The port at which it calls the host: beside the name wherever that is written, or in a variable of its own. */
function portBeside({ definition: { environment = {} }, files }: ServiceEvidence, host: string): number | undefined {
  const [, written] =
    [...Object.values(environment), ...files.map(({ text }) => text)]
      .map((text) => new RegExp(String.raw`(?<![\w.-])${host.replaceAll('.', String.raw`\.`)}:(\d{2,5})(?!\d)`).exec(text ?? ''))
      .find((match) => match !== null) ?? [];
  const [variable = ''] = Object.entries(environment).find(([, value]) => value === host) ?? [];
  const beside = environment[`${variable.replace(/_?(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?)$/, '')}_PORT`];
  return Number(written ?? beside) || undefined;
}

function onlyAt(evidence: Evidence, service: string, port: number | undefined): string | undefined {
  const there = port === undefined ? [] : servicesAt(evidence, port, service);
  return there.length === 1 ? there[0] : undefined;
}

/** The only line of the service's own files that names the host with a port. */
function inFile({ files }: ServiceEvidence, host: string, meant: string): Repair {
  const address = new RegExp(String.raw`(?<![\w.-])${host.replaceAll('.', String.raw`\.`)}(?=:\d)`);
  const found = files.flatMap(({ file, text = '' }) =>
    text.split('\n').flatMap((line, at) => {
      const [name, port] = [address.exec(line)?.[0], /:\d+/.exec(line.slice(line.search(address)))?.[0]];
      return name === undefined || port === undefined ? [] : [{ file, line: at + 1, from: name + port, to: meant + port }];
    }),
  );
  const [only, ...more] = found;
  return only && more.length === 0 ? [{ edit: 'replace', ...only }] : [];
}

const ordinary = /^(?:the|host|hostname|server|name|address|database|a|failed|not|be|connect|resolve|known|port|error|service|upstream)$/i;

function hostNear({ before, after, text }: Hit): string | undefined {
  for (const line of [text, ...before.toReversed().slice(0, 3), ...after.slice(0, 3)]) {
    const hosts = nearby.flatMap((wording) => [...line.matchAll(wording)].flatMap(({ groups }) => groups?.['host'] ?? []));
    const host = hosts.find((one) => !ordinary.test(one));
    if (host) return host;
  }
  return undefined;
}
