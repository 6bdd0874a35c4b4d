import { type ComposeService, asSeenInside } from '../../../model/compose-file.ts';
import type { Stage } from '../../../model/dockerfile.ts';
import { located } from '../../located.ts';
import { askedAddresses } from '../../reading/asked-addresses.ts';
import { healthOf } from '../../reading/health-of.ts';
import { healthcheckRepair, whose } from '../../reading/healthcheck-repair.ts';
import { startWords } from '../../reading/start-words.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** The healthcheck of a service that listens on IPv4 only asks an IPv4 address. */
export const healthchecksAskIpv4: Rule = {
  id: 'healthchecks-ask-ipv4',
  why: 'localhost is ::1 first for wget of BusyBox and Alpine, which tries no second address: the answer is "connection refused", however well the service runs.',
  cause: 'healthcheck-ipv6-localhost',
  look: (input) => Object.keys(input.stack.compose.services).flatMap((service) => lookAt(service, input)),
};

function lookAt(service: string, input: CheckInput): Found[] {
  const definition = input.stack.compose.services[service];
  const health = definition && healthOf(service, definition, input);
  if (!definition || health?.is !== 'given') return [];
  const command = health.test.join(' ');
  return askedAddresses(command, asSeenInside(definition.environment)).flatMap((asked): Found[] => {
    const explicit = asked.host === '[::1]';
    const implied = asked.host === 'localhost' && /\bwget\b/.test(command) && isBusybox(service, input);
    const bound = explicit || implied ? (boundToIpv4(definition, asked.port) ?? nginxOnIpv4(definition, asked.port, input)) : undefined;
    if (!bound) return [];
    const to = asked.text.replace(asked.host, '127.0.0.1');
    return [
      {
        severity: explicit && bound.by === 'command' ? 'error' : 'warning',
        service,
        message: `${service}: ${whose(health)} asks ${asked.text}${implied ? ', which is [::1] for wget of this image' : ''}, and ${service} listens on ${bound.address}, IPv4 only (${bound.name})`,
        ...located(input.draft, ['services', service, 'healthcheck', 'test']),
        fix: `let it ask ${to}`,
        ...healthcheckRepair(input.draft, service, health, asked.text, to),
      },
    ];
  });
}

/** Its base shows in the name of the image, or in a FROM of the Dockerfile. */
function isBusybox(service: string, { stack, surroundings }: CheckInput): boolean {
  const { image = '', build } = stack.compose.services[service] ?? {};
  if (!build) return /alpine|busybox/i.test(image);
  const { stages = [], target } = surroundings.dockerfiles[service] ?? {};
  return target !== undefined && /alpine|busybox/i.test(rootOf(stages, target));
}

/** The image that a stage begins with, through other stages. */
function rootOf(stages: Stage[], index: number): string {
  const { base, from = '' } = stages[index] ?? {};
  return base === undefined ? from : rootOf(stages, base);
}

interface Bound {
  by: 'command' | 'environment' | 'settings';
  name: string;
  address: string;
}

const ipv4 = /(?<![\d./])(?:0\.0\.0\.0|127\.0\.0\.1)(?![\d.])/;
const everyAddress = /\[::\]|(?<![\w:])::(?![\w:])/;
const bindVariable =
  /^(?:HOST|HOSTNAME|BIND|LISTEN|ADDRESS|ADDR|(?:BIND|LISTEN|LISTENING|SERVER|HTTP|APP|NITRO|UVICORN|HTTP_BIND)_(?:HOST|HOSTNAME|ADDRESS|ADDR|IP|INTERFACE))$/;

/** What binds a service to IPv4 on this port, as far as the file writes it. */
function boundToIpv4(definition: ComposeService, port: number): Bound | undefined {
  const command = startWords(definition).join(' ');
  const environment = Object.entries(asSeenInside(definition.environment)).filter(([name]) => bindVariable.test(name));
  if (everyAddress.test(command) || environment.some(([, value]) => everyAddress.test(value ?? ''))) return undefined;
  const address = bindings(command, port).flatMap((text) => ipv4.exec(text)?.[0] ?? [])[0];
  if (address) return { by: 'command', name: 'its command says so', address };
  const [variable, value] = environment.find(([, given]) => ipv4.test(given ?? '') && !isOfOtherPort(given ?? '', port)) ?? [];
  return variable === undefined
    ? undefined
    : { by: 'environment', name: `${variable} says so`, address: ipv4.exec(value ?? '')?.[0] ?? '' };
}

function isOfOtherPort(address: string, port: number): boolean {
  const own = /:(\d{2,5})$/.exec(address)?.[1];
  return own !== undefined && Number(own) !== port;
}

/** Where a command says what to listen on: `listen(8080, '0.0.0.0')` of this port, else flags such as `--host 0.0.0.0`. */
function bindings(command: string, port: number): string[] {
  const calls = [...command.matchAll(/\blisten\(([^)]*)\)/g)].map(([, given = '']) => given);
  if (calls.length > 0) return calls.filter((given) => !/^\s*\d/.test(given) || Number.parseInt(given) === port);
  return [...command.matchAll(/(?:^|\s)-{1,2}(?:host|bind|b|listen|addr|address|hostname|ip)[\s=]+(\S+)/g)].map(([, given = '']) => given);
}

/** nginx listens on IPv6 only where its settings say so; the image adds that to settings of its own, not to mounted ones. */
function nginxOnIpv4({ image = '', volumes }: ComposeService, port: number, { surroundings }: CheckInput): Bound | undefined {
  if (!/^(?:docker\.io\/)?(?:library\/|nginxinc\/)?nginx/.test(image)) return undefined;
  const mounted = (volumes ?? []).filter(({ target }) => /^\/etc\/nginx\/(?:nginx\.conf|conf\.d\/[^/]+\.conf)$/.test(target));
  const texts = mounted.flatMap(({ source = '' }) => surroundings.paths[source]?.text ?? []).join('\n');
  if (!new RegExp(String.raw`^\s*listen\s+(?:[\d.]+:)?${port}\b`, 'm').test(texts) || /listen\s+\[::/.test(texts)) return undefined;
  return { by: 'settings', name: 'its settings have no listen [::]', address: `0.0.0.0:${port}` };
}
