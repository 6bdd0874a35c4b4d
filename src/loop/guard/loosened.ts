import type { ComposePort, ComposeService } from '../../deploy/model/compose-file.ts';
import type { Stack } from '../../deploy/model/stack.ts';
import type { Gain } from './power.ts';
import { isLoose, isRoot, texts } from './powers/containers.ts';

/** What kept a service of base back, and does so no more. */
export function loosened(base: Stack, now: Stack): Gain[] {
  return Object.entries(now.compose.services).flatMap(([service, definition]) => {
    const before = base.compose.services[service];
    if (!before) return [];
    const gains = [...widerPorts(before, definition), ...unboundOptions(before, definition), ...keptCapabilities(before, definition)];
    if (!isRoot(before['user']) && before['user'] !== undefined && definition['user'] === undefined)
      gains.push({ what: 'user', detail: `would run as its image says, perhaps as root, and no more as ${String(before['user'])}` });
    return gains.map(({ what, detail }) => ({ service, what, detail: `${service} ${detail}` }));
  });
}

function widerPorts({ ports: before = [] }: ComposeService, { ports = [] }: ComposeService): Gain[] {
  return ports.flatMap((port) => {
    const same = before.filter((other) => other.target === port.target && protocolOf(other) === protocolOf(port));
    if (same.length === 0 || same.some((other) => reaches(other, port))) return [];
    const from = same.map(({ host_ip: address }) => address).join(', ');
    const detail = `would publish port ${port.target} on ${port.host_ip || 'all addresses'}, which was on ${from} only`;
    return [{ what: 'port', detail }];
  });
}

function protocolOf({ protocol = 'tcp' }: ComposePort): string {
  return protocol;
}

/** Whether who reached the one reached the other too. */
function reaches({ host_ip: before = '' }: ComposePort, { host_ip: now = '' }: ComposePort): boolean {
  return isAll(before) || before === now || (isLoopback(before) && isLoopback(now));
}

function isAll(address: string): boolean {
  return ['', '0.0.0.0', '::', '[::]'].includes(address);
}

function isLoopback(address: string): boolean {
  return /^(?:127\.|localhost$|\[?::1\]?$)/.test(address);
}

function unboundOptions(before: ComposeService, now: ComposeService): Gain[] {
  const isBound = (service: ComposeService) => texts(service['security_opt']).some((option) => !isLoose(option));
  if (!isBound(before) || isBound(now)) return [];
  return [{ what: 'security_opt', detail: 'would run without no-new-privileges' }];
}

function keptCapabilities(before: ComposeService, now: ComposeService): Gain[] {
  const dropped = texts(now['cap_drop']).map((name) => name.toUpperCase());
  const kept = texts(before['cap_drop']).filter((name) => !dropped.includes('ALL') && !dropped.includes(name.toUpperCase()));
  return kept.length > 0 ? [{ what: 'capability', detail: `would no more drop the capability ${kept.join(', ')}` }] : [];
}
