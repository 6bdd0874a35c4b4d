import type { AddressPool } from './engine-info.ts';
import { subnetsOverlap } from './subnet.ts';

/** What Docker cuts networks out of where its configuration says nothing (docs.docker.com, "Default address pools"). */
const dockerDefaults: AddressPool[] = [
  ...[17, 18, 19].map((second) => ({ base: `172.${second}.0.0/16`, size: 16 })),
  ...[20, 24, 28].map((second) => ({ base: `172.${second}.0.0/14`, size: 16 })),
  { base: '192.168.0.0/16', size: 20 },
];

/** How many networks the pools can still give, and could give if nothing were held. More than `most` are not counted. */
export function subnetsLeft(configured: AddressPool[], held: string[]): { left: number; all: number } {
  const pools = (configured.length > 0 ? configured : dockerDefaults).filter(({ base }) => !base.includes(':'));
  const subnets = pools.flatMap(subnetsOf);
  const free = subnets.filter((subnet) => !held.some((other) => subnetsOverlap(subnet, other)));
  return { left: free.length, all: subnets.length };
}

/** Enough for anybody to say "many". */
const most = 512;

function subnetsOf({ base, size }: AddressPool): string[] {
  const [address = '', prefix = '32'] = base.split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const count = Math.min(2 ** (size - Number(prefix)), most);
  return Array.from({ length: Math.max(0, Math.floor(count)) }, (_, place) => `${dotted(start + place * 2 ** (32 - size))}/${size}`);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}
