import { join } from 'node:path';
import type { Evidence } from '../../diagnose/evidence.ts';
import { ensurePrivateDirectory, readIfExists, writePrivateFile } from '../../system/files.ts';

const mostBytes = 256 * 1024;

/** Keeps the evidence beside the record of its execution, so that a later Portside can judge it by better rules. */
export async function keepEvidence(home: string, executionUuid: string, evidence: Evidence): Promise<void> {
  await ensurePrivateDirectory(join(home, 'records'));
  await writePrivateFile(fileOf(home, executionUuid), bounded(evidence));
}

/** Undefined where none was kept, or an older Portside kept it in another form. */
export async function readEvidence(home: string, executionUuid: string): Promise<Evidence | undefined> {
  const text = await readIfExists(fileOf(home, executionUuid));
  const kept: unknown = text === undefined ? undefined : JSON.parse(text);
  return typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 ? (kept as Evidence) : undefined;
}

function fileOf(home: string, executionUuid: string): string {
  return join(home, 'records', `${executionUuid}.evidence.json`);
}

/** The newest lines of every log stay longest; files go before logs. */
function bounded(evidence: Evidence): string {
  for (let lines = 80; ; lines = Math.floor(lines / 2)) {
    const text = JSON.stringify(lines === 80 ? evidence : shortened(evidence, lines));
    if (Buffer.byteLength(text) <= mostBytes || lines === 0) return text;
  }
}

function shortened(evidence: Evidence, lines: number): Evidence {
  const services = Object.entries(evidence.services).map(([name, { logs, files, dockerfile: _dockerfile, ...service }]) => {
    const bare = files.map(({ text: _text, ...file }) => file);
    return [name, { ...service, logs: lines === 0 ? [] : logs.slice(-lines), files: bare }] as const;
  });
  return { ...evidence, output: evidence.output.slice(-2 * lines), services: Object.fromEntries(services) };
}
