import type { Settings } from '../../contract/settings.ts';
import type { ComposeService } from './compose-file.ts';

/** Whether the settings ask for new containers beside the old ones. */
export function asksToRoll(service: string, settings: Settings): boolean {
  return settings.update?.[service] === 'rolling';
}

/** Why a service's new containers cannot run beside its old ones; undefined where they can. */
export function whyNotRolling(service: string, definition: ComposeService, settings: Settings): string | undefined {
  const mode = definition.network_mode;
  if (mode && mode !== 'none') return `it has no network of its own (network_mode: ${mode})`;
  const fixed = Object.entries(definition.networks ?? {}).find(([, on]) => on && addressKeys.some((key) => on[key]));
  if (fixed) return `it has a fixed address on the network ${fixed[0]}, which only one container can have`;
  const udp = definition.ports?.find(({ protocol }) => protocol === 'udp');
  if (udp) return `it publishes the UDP port ${udp.target}, which only one container can have`;
  const published = new Set(definition.ports?.map(({ target }) => target));
  const secure = settings.verify?.find((probe) => probe.service === service && 'tls' in probe && probe.tls && published.has(probe.port));
  return secure && 'port' in secure ? `it speaks TLS itself on port ${secure.port}` : undefined;
}

const addressKeys = ['ipv4_address', 'ipv6_address', 'mac_address'];
