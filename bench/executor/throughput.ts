import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { connected, startExecutor, startPlain } from '../support/executor-process.ts';
import { median } from '../support/figures.ts';
import { execution } from './execution.ts';

const plainPiping = fileURLToPath(new URL('../fixtures/executor/plain-piping.ts', import.meta.url));
const mb = 1024 * 1024;
const rounds = 3;

export interface Throughput {
  /** MB/s: ours, a plain server that sends text, and one that sends raw bytes. */
  ours: number;
  text: number;
  raw: number;
  /** Ours to each of them. */
  toText: number;
  toRaw: number;
}

/** Each round one after the other, so that whatever else the machine does meets all. */
export async function throughput(file: string, { clients, copies }: { clients: number; copies: number }): Promise<Throughput> {
  const command = ['cat', ...Array.from({ length: copies }, () => file)];
  const content = await readFile(file, 'utf8');
  const [bytes, units] = [Buffer.byteLength(content) * copies, content.length * copies];
  const turns: { ours: number; text: number; raw: number }[] = [];
  await using executor = await startExecutor();
  await using text = await startPlain([plainPiping, 'text', ...command]);
  await using raw = await startPlain([plainPiping, 'binary', ...command]);
  for (let round = 0; round < rounds; round += 1) {
    turns.push({
      ours: await rate(clients, bytes, () => readExecution(executor.websocketUrl, command, units)),
      text: await rate(clients, bytes, () => readPlain(text.url, bytes)),
      raw: await rate(clients, bytes, () => readPlain(raw.url, bytes)),
    });
  }
  const middle = (figure: (turn: (typeof turns)[number]) => number) => median(turns.map(figure));
  return {
    ours: middle((turn) => turn.ours),
    text: middle((turn) => turn.text),
    raw: middle((turn) => turn.raw),
    toText: middle((turn) => turn.ours / turn.text),
    toRaw: middle((turn) => turn.ours / turn.raw),
  };
}

async function rate(clients: number, bytesEach: number, read: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await Promise.all(Array.from({ length: clients }, read));
  return (clients * bytesEach) / mb / ((performance.now() - since) / 1000);
}

/** Both clients end up with text in hand. */
async function readPlain(url: string, bytes: number): Promise<void> {
  const socket = await connected(url);
  let read = 0;
  let units = 0;
  socket.on('message', (data: Buffer) => {
    read += data.length;
    units += data.toString('utf8').length;
  });
  await once(socket, 'close');
  if (read !== bytes || units === 0) throw new Error(`${read} of ${bytes} bytes arrived`);
}

async function readExecution(url: string, command: string[], units: number): Promise<void> {
  const socket = await connected(url);
  let read = 0;
  await execution(socket, command, (data) => (read += data.length));
  socket.close();
  if (read !== units) throw new Error(`${read} of ${units} characters arrived`);
}
