import { inBytes } from '../../contract/bytes.ts';

/** How much of a long step is done. */
export function progressWords({ bytes, total }: { bytes: number; total?: number }): string {
  return total === undefined ? inBytes(bytes) : `${inBytes(bytes)} of ${inBytes(total)}`;
}
