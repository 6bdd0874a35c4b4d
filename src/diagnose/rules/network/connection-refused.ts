import type { Repair } from '../../../deploy/model/repair.ts';
import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { mayYetListen, portNamed } from '../../reading/becoming-ready.ts';
import { quote } from '../../reading/lines.ts';
import { type Refusal, refusals, variablesOf } from '../../reading/refusals.ts';
import { describeStanding, isFailing, standingOf } from '../../reading/standing.ts';
import { isLoopback, portsOf, serviceCalled, servicesAt, variablesNaming } from '../../reading/who.ts';
import { waiting, waitingRepair } from './let-it-wait.ts';

/** A service calls another one and is refused: whose fault that is depends on what the other one does. */
export const connectionRefused: Rule = {
  look: (evidence) =>
    refusals(evidence, ['log']).flatMap(
      (refusal) => (refusal.host && isLoopback(refusal.host) ? callsItself(evidence, refusal) : callsAnother(evidence, refusal)) ?? [],
    ),
};

function callsItself(evidence: Evidence, refusal: Refusal): Candidate | undefined {
  const { service, host = 'localhost', port, hit } = refusal;
  const definition = evidence.services[service]?.definition;
  const variables = variablesOf(evidence, refusal);
  const base = { service, evidence: [quote(hit)] };
  // Containers that share their network are one machine to each other.
  if (definition?.network_mode === 'host') return undefined;
  const others = port === undefined ? [] : servicesAt(evidence, port, service).filter((name) => !sharesLoopback(evidence, service, name));
  const [other] = others.length > 1 && definition?.depends_on ? others.filter((name) => definition.depends_on?.[name]) : others;
  if (other === undefined || portsOf(evidence.services[service]).includes(port ?? 0))
    return {
      ...{ cause: 'connection-refused', ...base, sure: port === undefined ? 52 : 64 },
      summary: `${service} calls ${host}${port ? `:${port}` : ''}, which is its own container, and nothing listens there`,
      suggestion: `name the service that is meant instead of ${host}${variables[0] ? ` in ${variables[0][0]}` : ''}, or start what should listen there before`,
      ...(variables[0] ? { at: ['services', service, 'environment', variables[0][0]] } : {}),
    };
  const told = variables.length === 0 ? toldBy(evidence, other, port) : undefined;
  if (told)
    return {
      ...{ cause: 'url-means-localhost', service: other, sure: 88 },
      evidence: [quote(hit), { from: `environment of ${other}`, text: `${told.name}=${told.value}` }],
      summary: `${other} tells whoever asks that it is at ${host}:${port} (${told.name}), so ${service} looks for it in its own container`,
      suggestion: `write ${told.name}=${told.right}`,
      at: ['services', other, 'environment', told.name],
      ...(told.right.includes('***')
        ? {}
        : { repair: [{ edit: 'set', path: ['services', other, 'environment', told.name], value: told.right }] }),
    };
  const repair: Repair = variables.map(([name, value]) => ({
    edit: 'set',
    path: ['services', service, 'environment', name],
    value: namedIn(value, other),
  }));
  const [first] = repair.flatMap((edit) => (edit.edit === 'set' ? [String(edit.value)] : []));
  if (repair.length === 0) repair.push(...inFile(evidence, service, port, other));
  return {
    ...{ cause: 'url-means-localhost', ...base, sure: 86 },
    summary: `${service} calls ${host}:${port}, where only ${service} itself is: ${other} listens on ${port}`,
    suggestion:
      variables[0] && first ? `write ${variables[0][0]}=${first}` : `let ${service} call ${other}:${port} instead of ${host}:${port}`,
    at: ['services', service, 'environment', ...(variables[0] ? [variables[0][0]] : [])],
    ...(repair.length > 0 && !variables.some(([, value]) => value.includes('***')) ? { repair } : {}),
  };
}

function namedIn(text: string, service: string): string {
  return text.replaceAll(/localhost|127\.0\.0\.1|\[::1\]/g, service);
}

/** What a server tells others of where it is: Kafka's advertised listeners, the announced address of a cluster's node. */
function toldBy(
  { services }: Evidence,
  server: string,
  port: number | undefined,
): { name: string; value: string; right: string } | undefined {
  const said = Object.entries(services[server]?.definition.environment ?? {}).find(
    ([name, value]) =>
      /ADVERTI[SZ]ED|ANNOUNCE/i.test(name) && new RegExp(String.raw`(?:localhost|127\.0\.0\.1):${port}(?!\d)`).test(value ?? ''),
  );
  return said && { name: said[0], value: said[1] ?? '', right: namedIn(said[1] ?? '', server) };
}

/** The only line of the service's own files that names the address. */
function inFile({ services }: Evidence, service: string, port: number | undefined, other: string): Repair {
  const address = new RegExp(String.raw`(?:localhost|127\.0\.0\.1|\[::1\]):${port}(?!\d)`, 'g');
  const found = (services[service]?.files ?? []).flatMap(({ file, text = '' }) =>
    text.split('\n').flatMap((line, at) => [...line.matchAll(address)].map(([from]) => ({ file, line: at + 1, from }))),
  );
  const [only, ...more] = found;
  return only && more.length === 0 ? [{ edit: 'replace', ...only, to: namedIn(only.from, other) }] : [];
}

function sharesLoopback(evidence: Evidence, one: string, other: string): boolean {
  const modes = [one, other].map((name) => evidence.services[name]?.definition.network_mode);
  return modes[0] === `service:${other}` || modes[1] === `service:${one}`;
}

function callsAnother(evidence: Evidence, refusal: Refusal): Candidate | undefined {
  const { service, host, hit } = refusal;
  const called = (host ? serviceCalled(evidence, host) : undefined) ?? guessed(evidence, refusal);
  const port = refusal.port ?? (called === undefined ? undefined : portNamed(evidence, service, called));
  const place = `${called && (!host || /^[\d.:a-f]+$/.test(host)) ? called : (host ?? 'a service')}${port ? `:${port}` : ''}`;
  const base = { evidence: [quote(hit)] };
  if (called === undefined)
    return {
      ...{ cause: 'connection-refused', ...base, service, sure: 58 },
      summary: `${service} calls ${place}, and is refused`,
      suggestion: host
        ? `see whether something listens at ${place}, and whether a container may reach it`
        : `its log says whom it calls: see whether that one listens`,
    };
  const target = evidence.services[called];
  const standing = standingOf(evidence, called);
  const condition = evidence.services[service]?.definition.depends_on?.[called]?.condition;
  if (isFailing(standing) || standing === 'done')
    return {
      ...{ cause: 'dependency-failed', ...base, service: called, sure: 67, unless: called },
      summary: `${service} calls ${place}, but ${called} ${describeStanding(evidence, called)}`,
      suggestion: `see why ${called} does not stay up: its log says more`,
    };
  const listening = target?.listens;
  const mine = listening?.filter((one) => one.port === port || port === undefined) ?? [];
  if (listening && mine.length > 0 && mine.every(({ loopback }) => loopback))
    return {
      ...{ cause: 'listens-on-loopback', ...base, service: called, sure: 87 },
      evidence: [{ from: `inside ${called}`, text: `listens on 127.0.0.1:${mine[0]?.port}` }, quote(hit)],
      summary: `${called} listens on 127.0.0.1:${mine[0]?.port} inside its container, where ${service} does not reach it`,
      suggestion: `let ${called} listen on 0.0.0.0`,
      at: ['services', called],
    };
  const elsewhere = listening?.filter(({ loopback, port: other }) => !loopback && other !== port).map((one) => one.port) ?? [];
  // Docker's own name server listens in every container, on 127.0.0.11.
  if (port !== undefined && listening && mine.length === 0 && elsewhere.length > 0)
    return wrongPort(evidence, { ...refusal, called, port, elsewhere });
  if (condition === 'service_healthy' && mine.length === 0)
    return {
      ...{ cause: 'connection-refused', ...base, service: called, sure: 80 },
      summary: `${called} is called at ${place} by ${service}, and does not listen there, although it counts as healthy`,
      suggestion: `let ${called} listen on ${port ?? 'its port'}: see its command and settings${mentioned(evidence, called)}`,
      at: ['services', called, 'command'],
      ...withPort(target, called),
    };
  if (condition === 'service_healthy' && mine.length > 0)
    return {
      ...{ cause: 'dependency-not-ready', ...base, service, sure: 66 },
      summary: `${service} called ${place} before ${called} listened there, although its healthcheck held`,
      suggestion: `let ${called}'s healthcheck ask the port that is called, ${place}`,
      at: ['services', called, 'healthcheck'],
    };
  if (listening && mine.length === 0 && !mayYetListen(target, port))
    return {
      ...{ cause: 'connection-refused', ...base, service: called, sure: 84 },
      evidence: [quote(hit), { from: `inside ${called}`, text: port === undefined ? 'listens on no port' : `nothing listens on :${port}` }],
      summary: `${called} runs and does not listen ${port === undefined ? 'on any port' : `on ${port}`}, where ${service} calls it`,
      suggestion: `let ${called} listen on ${port ?? 'its port'}: see its command, its settings and its log${mentioned(evidence, called)}`,
      at: ['services', called],
    };
  return {
    ...{ cause: 'depends-on-without-condition', ...base, service, sure: 82 },
    summary: `${service} called ${place} before ${called} was ready: ${condition ? 'depends_on makes it wait only for the start' : 'nothing makes it wait'}`,
    suggestion: waiting(evidence, service, called),
    at: ['services', service, 'depends_on', called],
    ...waitingRepair(evidence, service, called),
  };
}

function wrongPort(
  evidence: Evidence,
  { service, called, port, elsewhere, hit }: Refusal & { called: string; port: number; elsewhere: number[] },
): Candidate {
  const [right] = elsewhere;
  const caller = evidence.services[service];
  const variables = caller ? variablesNaming(caller, called, port).filter(([, value]) => value.includes(`:${port}`)) : [];
  const alone = Object.entries(caller?.definition.environment ?? {}).filter(
    ([name, value]) => /port/i.test(name) && value === String(port),
  );
  const edits = [
    ...variables.map(([name, value]) => [name, value.replaceAll(`:${port}`, `:${right}`)]),
    ...alone.map(([name]) => [name, String(right)]),
  ];
  const [variable, value] = edits[0] ?? [];
  return {
    ...{ cause: 'wrong-container-port', service, sure: 86 },
    evidence: [quote(hit), { from: `inside ${called}`, text: `listens on ${elsewhere.join(', ')}` }],
    summary: `${service} calls ${called}:${port}, and ${called} listens on ${elsewhere.join(', ')}`,
    suggestion: variable ? `write ${variable}=${value}` : `let ${service} call ${called}:${right}`,
    at: ['services', service, 'environment', ...(variable ? [variable] : [])],
    ...(elsewhere.length === 1 && variable && !value?.includes('***')
      ? {
          repair: edits.map(([name = '', text]) => ({
            edit: 'set' as const,
            path: ['services', service, 'environment', name],
            value: text,
          })),
        }
      : {}),
  };
}

/** `--port 0` has redis listen on its socket only. */
function withPort(target: Evidence['services'][string] | undefined, called: string): Pick<Candidate, 'repair'> {
  const command = target?.definition.command ?? [];
  const at = command.findIndex((word, index) => word === '--port' && command[index + 1] === '0');
  if (at < 0 || !command.some((word) => /(?:redis|valkey)-server$/.test(word))) return {};
  return { repair: [{ edit: 'set', path: ['services', called, 'command'], value: command.toSpliced(at, 2) }] };
}

/** Where the words name nobody: the service that has the port, else the only one that it waits for. */
function guessed(evidence: Evidence, { service, host, port }: Refusal): string | undefined {
  if (host && !/^[\d.:a-f]+$/.test(host)) return undefined;
  const needed = Object.keys(evidence.services[service]?.definition.depends_on ?? {});
  const at = port === undefined ? [] : servicesAt(evidence, port, service);
  return at.find((name) => needed.includes(name)) ?? (at.length === 1 ? at[0] : undefined) ?? (needed.length === 1 ? needed[0] : undefined);
}

function mentioned({ services }: Evidence, name: string): string {
  const command = services[name]?.definition.command;
  return command ? ` (${command.join(' ')})` : '';
}
