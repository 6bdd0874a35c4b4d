/** Whether two subnets such as `172.30.0.0/16` and `172.30.5.0/24` have an address in common; never where one cannot be read. */
export function subnetsOverlap(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  if (!a || !b || a.width !== b.width) return false;
  const ignored = BigInt(a.width - Math.min(a.prefix, b.prefix));
  return a.address >> ignored === b.address >> ignored;
}

interface Subnet {
  address: bigint;
  prefix: number;
  /** Bits of an address: 32 or 128. */
  width: number;
}

function parse(text: string): Subnet | undefined {
  const [written = '', length] = text.split('/');
  const family = written.includes(':')
    ? { width: 128, size: 16, parts: groupsOf(written) }
    : { width: 32, size: 8, parts: written.split('.').map(Number) };
  const { width, size, parts } = family;
  const prefix = Number(length ?? width);
  const sound = parts.length === width / size && parts.every((part) => part >= 0 && part < 2 ** size);
  if (!sound || !(prefix >= 0 && prefix <= width)) return undefined;
  return { address: parts.reduce((sum, part) => (sum << BigInt(size)) | BigInt(part), 0n), prefix, width };
}

/** The eight groups of an IPv6 address; `::` stands for as many zeros as are missing. */
function groupsOf(written: string): number[] {
  const [head = [], tail] = written
    .split('::')
    .map((side) => (side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16))));
  return tail ? [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail] : head;
}
