import type { ExecutionRecord, Link } from '../contract/record.ts';
import { canonicalJson } from '../deploy/model/canonical-json.ts';
import { readIfExists } from '../system/files.ts';
import { listDirectory } from '../system/read.ts';
import { recordFile, recordFolder } from './history.ts';
import { sha256 } from './chain/seal.ts';

/** A record as its file has it. */
export interface RecordFile {
  path: string;
  record: ExecutionRecord & Link;
  /** Whether its hash is that of what it says. */
  whole: boolean;
}

/** Undefined where there is no such file; without `record` where it is no JSON. */
export async function readRecordFile(home: string, executionUuid: string): Promise<RecordFile | { path: string } | undefined> {
  const path = recordFile(home, executionUuid);
  const text = await readIfExists(path);
  if (text === undefined) return undefined;
  const record = parsed(text);
  if (!record) return { path };
  const { hash, signature: _signature, ...content } = record;
  return { path, record, whole: sha256(canonicalJson(content)) === hash };
}

/** UUIDs of the files that begin so. */
export async function recordFilesBeginningWith(home: string, prefix: string): Promise<string[]> {
  const names = await listDirectory(recordFolder(home));
  if (typeof names === 'string') return [];
  return names.filter((name) => name.startsWith(prefix) && name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}

/** Whether both say the same; order of keys is nothing that anybody reads. */
export function saysTheSame(one: ExecutionRecord, other: ExecutionRecord): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function parsed(text: string): (ExecutionRecord & Link) | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && 'execution_uuid' in value ? (value as ExecutionRecord & Link) : undefined;
  } catch {
    return undefined;
  }
}
