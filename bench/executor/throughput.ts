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
  ours: number;
  plain: number;
  ratio: number;
}

/** MB/s of both, each round one after the other, so that whatever else the machine does meets both. */
export async function throughput(file: string, { clients, copies }: { clients: number; copies: number }): Promise<Throughput> {
  const command = ['cat', ...Array.from({ length: copies }, () => file)];
  const text = await readFile(file, 'utf8');
  const [bytes, units] = [Buffer.byteLength(text) * copies, text.length * copies];
  const pairs: { ours: number; plain: number }[] = [];
  await using ours = await startExecutor();
  await using plain = await startPlain([plainPiping, ...command]);
  for (let round = 0; round < rounds; round += 1) {
    pairs.push({
      ours: await rate(clients, bytes, () => readExecution(ours.websocketUrl, command, units)),
      plain: await rate(clients, bytes, () => readPlain(plain.url, bytes)),
    });
  }
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    plain: median(pairs.map((pair) => pair.plain)),
    ratio: median(pairs.map((pair) => pair.ours / pair.plain)),
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
