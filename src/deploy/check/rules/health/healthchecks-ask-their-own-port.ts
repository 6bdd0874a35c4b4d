import { asSeenInside } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { type AskedAddress, askedAddresses } from '../../reading/asked-addresses.ts';
import { healthOf } from '../../reading/health-of.ts';
import { healthcheckRepair, whose } from '../../reading/healthcheck-repair.ts';
import { mentionedPorts, saidPorts } from '../../reading/ports-said.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A healthcheck asks the port on which its service is told to listen. */
export const healthchecksAskTheirOwnPort: Rule = {
  id: 'healthchecks-ask-their-own-port',
  why: 'Nothing answers there, so the service never becomes healthy, however well it runs.',
  cause: 'healthcheck-wrong-port',
  look: (input) => Object.keys(input.stack.compose.services).flatMap((service) => lookAt(service, input)),
};

function lookAt(service: string, input: CheckInput): Found[] {
  const { draft, stack } = input;
  const definition = stack.compose.services[service];
  const health = definition && healthOf(service, definition, input);
  if (!definition || health?.is !== 'given') return [];
  const asked = askedAddresses(health.test.join(' '), asSeenInside(definition.environment));
  // Of several places that it asks one may be meant to be silent.
  const [only] = asked;
  const mentioned = mentionedPorts(definition);
  if (!only || asked.length > 1 || mentioned.has(only.port)) return [];
  const right = rightPort(service, only, input);
  if (!right) return [];
  const to = only.text.replace(/\d+$/, String(right.port));
  return [
    {
      severity: right.certain ? 'error' : 'warning',
      service,
      message: `${service}: ${whose(health)} asks ${only.text}, and ${service} listens on ${right.port} (${right.says})`,
      ...located(draft, ['services', service, 'healthcheck', 'test']),
      fix: health.by === 'file' ? `let it ask ${to}` : `give ${service} a healthcheck in the Compose file that asks ${to}`,
      ...(to.endsWith(`${right.port}`) && to !== only.text ? healthcheckRepair(draft, service, health, only.text, to) : {}),
    },
  ];
}

interface RightPort {
  port: number;
  says: string;
  certain: boolean;
}

function rightPort(service: string, asked: AskedAddress, input: CheckInput): RightPort | undefined {
  const definition = input.stack.compose.services[service] ?? {};
  const said = saidPorts(definition);
  const [first] = said;
  if (first && said.every(({ port }) => port === first.port)) {
    return { port: first.port, says: `${first.by} says so`, certain: first.only };
  }
  // Without a word on the port, only the host's number used inside is a sure sign.
  const published = input.draft.model.services[service]?.ports?.filter((port) => port.published === String(asked.port)) ?? [];
  const [outside] = published;
  const exposed = input.surroundings.insides[service]?.image.exposed ?? [];
  if (said.length > 0 || !outside || exposed.some((port) => Number.parseInt(port) === asked.port)) return undefined;
  return { port: outside.target, says: `${asked.port} is the port on the host`, certain: false };
}
