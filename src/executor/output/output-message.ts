import type { OutputChunk } from '../../contract/executor.ts';
import { createYoungCollector } from '../../system/memory.ts';
import { chunkBytes } from './chunks.ts';
import { longestEscape, writeJsonText } from './json-bytes.ts';

/** One chunk of output (valid UTF-8, at most `chunkBytes`) → the notification `process.output`, ready to be sent as text. */
export type OutputEncoder = (type: OutputChunk['type'], bytes: Buffer, place: number, total: number) => Buffer;

/** Everything around the data; numbers and all. */
const envelope = 256;

/** Has room for one message, used again for each. */
export function createOutputEncoder(): OutputEncoder {
  const room = Buffer.allocUnsafeSlow(chunkBytes * longestEscape + envelope);
  const passed = createYoungCollector();
  return (type, bytes, place, total) => {
    const before = room.write(`{"jsonrpc":"2.0","method":"process.output","params":{"type":"${type}","data":"`);
    const inside = writeJsonText(bytes, room, before);
    const end = inside + room.write(`","truncated":false,"chunk_index":${place},"total_chunks":${total}}}`, inside);
    const message = Buffer.allocUnsafeSlow(end);
    room.copy(message, 0, 0, end);
    passed(end);
    return message;
  };
}
