import type { ComposeFile, ComposePort, ComposeService } from '../../deploy/model/compose-file.ts';
import { edgeService } from '../../deploy/model/edge.ts';
import { replicasOf } from '../../deploy/model/replicas.ts';
import type { Stack } from '../../deploy/model/stack.ts';
import type { Known, Loss } from './loss.ts';
import { healthLosses } from './lost-health.ts';
import { sourceLosses } from './lost-source.ts';
import { isIdle } from './trivial.ts';

/** What a stack had at the base commit, and has no more: with any of it missing it is not verified, whatever came up. */
export function lost(base: Stack, now: Stack, known: Known = {}): Loss[] {
  const services = Object.entries(servicesOf(base.compose)).flatMap(([service, before]) => {
    const after = now.compose.services[service];
    if (!after) return [{ service, what: 'service', detail: `${service} is missing, or switched off by a profile` }];
    if (replicasOf(before) > 0 && replicasOf(after) <= 0)
      return [{ service, what: 'service', detail: `${service} runs no container at all` }];
    return [
      ...portLosses(before, after),
      ...commandLosses(before, after),
      ...healthLosses(service, { before, after }, known),
      ...sourceLosses(service, { before, after }, known),
    ].map(({ what, detail }): Loss => ({ service, what, detail: `${service} ${detail}` }));
  });
  return [...services, ...probeLosses(base, now)];
}

/** What is less than it was, and may be right all the same: told, and nothing fails by it. */
export function weakened(base: Stack, now: Stack): Loss[] {
  return Object.entries(servicesOf(base.compose)).flatMap(([service, before]) => {
    const after = now.compose.services[service];
    if (!after) return [];
    const waits = Object.entries(before.depends_on ?? {}).filter(
      ([other, { condition }]) => condition !== 'service_started' && after.depends_on?.[other]?.condition !== condition,
    );
    const fewer = replicasOf(after) < replicasOf(before) ? [`${service} runs fewer containers than at base`] : [];
    return [...waits.map(([other]) => `${service} waits less for ${other} than at base`), ...fewer].map((detail) => ({
      service,
      what: 'weaker',
      detail,
    }));
  });
}

function servicesOf({ services }: ComposeFile): Record<string, ComposeService> {
  return Object.fromEntries(Object.entries(services).filter(([service]) => service !== edgeService));
}

/** Another container port in the place of one is a mended mapping: what counts is how many can be looked at. */
function portLosses(
  { ports: before = [], ...base }: ComposeService,
  { ports: after = [], ...now }: ComposeService,
): Omit<Loss, 'service'>[] {
  const had = distinct(before);
  const has = distinct(after);
  const missing = had.filter((port) => !has.includes(port));
  const added = has.filter((port) => !had.includes(port) && port.endsWith('/tcp'));
  const published = missing.slice(0, Math.max(0, missing.length - added.length));
  const inside = exposed(base).filter((port) => !exposed(now).includes(port) && !has.some((other) => other.split('/')[0] === port));
  const more = exposed(now).length - exposed(base).length + inside.length;
  return [
    ...published.map((port) => ({ what: 'port', detail: `no longer publishes port ${port}` })),
    ...inside.slice(Math.max(0, more)).map((port) => ({ what: 'port', detail: `no longer exposes port ${port}` })),
  ];
}

function distinct(ports: ComposePort[]): string[] {
  return [...new Set(ports.map(({ target, protocol = 'tcp' }) => `${target}/${protocol}`))];
}

function exposed(service: Omit<ComposeService, 'ports'>): string[] {
  return Array.isArray(service['expose']) ? service['expose'].map((port) => String(port).replace('/tcp', '')) : [];
}

function commandLosses(before: ComposeService, after: ComposeService): Omit<Loss, 'service'>[] {
  const wordsOf = (service: ComposeService) => [listed(service['entrypoint']), listed(service.command)].flat();
  if (!isIdle(wordsOf(after)) || isIdle(wordsOf(before))) return [];
  return [{ what: 'command', detail: `only waits or ends by itself now: ${wordsOf(after).join(' ')}` }];
}

function listed(words: unknown): string[] {
  return Array.isArray(words) ? words.map(String) : [];
}

/** A probe that `x-portside` asks for. */
function probeLosses(base: Stack, now: Stack): Loss[] {
  const has = (now.settings.verify ?? []).map((probe) => JSON.stringify(probe));
  return (base.settings.verify ?? [])
    .filter((probe) => !has.includes(JSON.stringify(probe)))
    .map(({ service, kind }) => ({ service, what: 'probe', detail: `x-portside.verify no longer asks ${service} for its ${kind} probe` }));
}
