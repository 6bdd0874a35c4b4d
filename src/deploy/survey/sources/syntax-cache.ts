import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { ensurePrivateDirectory, readIfAllowed, writePrivateFile } from '../../../system/files.ts';
import type { Flaw, Source } from './source.ts';

const flawSchema = z.object({
  line: z.number().optional(),
  column: z.number().optional(),
  message: z.string(),
  tolerable: z.boolean().optional(),
  comma: z.boolean().optional(),
  dialect: z.string().optional(),
});
const cacheSchema = z.object({ format: z.literal(1), seen: z.record(z.string(), flawSchema.nullable()) });

/** More than the files of many projects; the oldest go first. */
const mostKept = 5000;

/** What was found in a file of the same content before; `null` where nothing was. */
export interface SyntaxCache {
  get(source: Source): Flaw | null | undefined;
  put(source: Source, flaw: Flaw | undefined): void;
  save(): Promise<void>;
}

export async function openSyntaxCache(home: string): Promise<SyntaxCache> {
  const file = join(home, 'syntax.json');
  const seen = new Map<string, Flaw | null>(await readSeen(file));
  let changed = false;
  return {
    get: (source) => seen.get(keyOf(source)),
    put(source, flaw) {
      seen.set(keyOf(source), flaw ?? null);
      changed = true;
    },
    async save() {
      if (!changed) return;
      try {
        await ensurePrivateDirectory(home);
        await writePrivateFile(file, JSON.stringify({ format: 1, seen: Object.fromEntries([...seen].slice(-mostKept)) }));
      } catch {
        // It only saves time.
      }
    },
  };
}

async function readSeen(file: string): Promise<[string, Flaw | null][]> {
  try {
    const parsed = cacheSchema.safeParse(JSON.parse((await readIfAllowed(file)) ?? 'null'));
    return parsed.success ? (Object.entries(parsed.data.seen) as [string, Flaw | null][]) : [];
  } catch {
    return [];
  }
}

/** The name counts too: its ending says how it is read. */
function keyOf({ file, language, text }: Source): string {
  const ending = /\.\w+$/.exec(file)?.[0] ?? '';
  return createHash('sha256').update(`${language} ${ending} ${process.version}\0${text}`).digest('base64url').slice(0, 22);
}
