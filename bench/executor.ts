import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaks } from './executor/leaks.ts';
import { slowReader } from './executor/slow-reader.ts';
import { startTimes } from './executor/start-times.ts';
import { throughput } from './executor/throughput.ts';
import { rounded } from './support/figures.ts';

const mb = 1024 * 1024;

export interface ExecutorFigures {
  /** Output of one process to one client, and of twenty to twenty. */
  throughput_mb_s: { clients_1: number; clients_20: number };
  /** The same from a bare WebSocket server that pipes text, and from one that pipes raw bytes. */
  plain_mb_s: { clients_1: number; clients_20: number };
  raw_mb_s: { clients_1: number; clients_20: number };
  /** The smaller ones of the ratios to them. */
  ratio_plain: number;
  ratio_raw: number;
  /** From sending `execute` to its answer, while fifty sessions have a process each. */
  p50_ms: number;
  p99_ms: number;
  /** The executor's peak after 1 GB to a client that reads slowly. */
  rss_mb: number;
  /** After 500 sessions whose processes ignore TERM were cancelled or left. */
  leaked_processes: number;
}

export async function executor(): Promise<ExecutorFigures> {
  const place = await mkdtemp(join(tmpdir(), 'portside-executor-'));
  try {
    const file = join(place, 'log.txt');
    await writeFile(file, logText(16 * mb));
    const one = await throughput(file, { clients: 1, copies: 16 });
    const twenty = await throughput(file, { clients: 20, copies: 2 });
    const starts = await startTimes();
    return {
      throughput_mb_s: { clients_1: rounded(one.ours, 0), clients_20: rounded(twenty.ours, 0) },
      plain_mb_s: { clients_1: rounded(one.text, 0), clients_20: rounded(twenty.text, 0) },
      raw_mb_s: { clients_1: rounded(one.raw, 0), clients_20: rounded(twenty.raw, 0) },
      ratio_plain: rounded(Math.min(one.toText, twenty.toText), 2),
      ratio_raw: rounded(Math.min(one.toRaw, twenty.toRaw), 2),
      ...starts,
      rss_mb: rounded(await slowReader(file), 0),
      leaked_processes: await leaks(),
    };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Lines as programs write them, some with quotes and characters beyond ASCII. */
function logText(bytes: number): string {
  const line = '2026-11-21T10:00:00.000Z INFO  built 128 modules in 1.4 s {"file":"src/main.ts","ok":true} – done\n';
  return line.repeat(Math.ceil(bytes / Buffer.byteLength(line)));
}
