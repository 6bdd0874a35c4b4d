import type { FileInside } from '../../deploy/model/inside.ts';

/** What a file is, by what it begins with. `size` is that of the whole file. */
export function describeContent(content: Buffer, size: number): Pick<FileInside, 'text' | 'madeFor'> {
  if (content.subarray(0, 4).equals(elf) && content.length >= 20) return { madeFor: machineOf(content) };
  if (content.length < size || content.includes(0)) return {};
  return { text: content.toString('utf8') };
}

const elf = Buffer.from('\u007FELF', 'latin1');

/** `e_machine` of ELF's header (System V ABI), in the words of image platforms. */
const machines: Record<number, string> = {
  3: '386',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64le',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

function machineOf(content: Buffer): string {
  const littleEndian = content[5] !== 2;
  const machine = littleEndian ? content.readUInt16LE(18) : content.readUInt16BE(18);
  return machines[machine] ?? `machine ${machine}`;
}
