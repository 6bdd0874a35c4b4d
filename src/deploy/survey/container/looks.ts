import { join } from 'node:path';
import * as z from 'zod';
import type { Engine } from '../../../engine/interface.ts';
import { ensurePrivateDirectory, readIfAllowed, writePrivateFile } from '../../../system/files.ts';
import { keepNewest } from '../../../system/keep-newest.ts';
import type { FileInside, FilesInside } from '../../model/inside.ts';

/** Looks into images. What was seen once is not looked for again: an image's id names its content. */
export interface Looks {
  /** Empty where the engine would not let anybody look. */
  into(imageId: string, paths: string[]): Promise<FilesInside>;
}

const mostImages = 200;

const seenSchema = z.object({
  format: z.literal(1),
  files: z.record(
    z.string(),
    z.object({
      kind: z.enum(['file', 'directory', 'other', 'missing']),
      path: z.string(),
      mode: z.number().optional(),
      text: z.string().optional(),
      madeFor: z.string().optional(),
    }),
  ),
});

/** `home` is Portside's own folder. */
export function createLooks(engine: Pick<Engine, 'lookInto'>, home: string): Looks {
  const folder = join(home, 'looks');
  const known = new Map<string, FilesInside>();
  const under = new Map<string, Promise<unknown>>();
  return {
    // One after the other for each image: what the first one sees, the next need not look for.
    into(imageId, paths) {
      const look = (under.get(imageId) ?? Promise.resolve()).then(() => lookOnce(imageId, paths));
      under.set(
        imageId,
        look.catch(() => undefined),
      );
      return look;
    },
  };

  async function lookOnce(imageId: string, paths: string[]): Promise<FilesInside> {
    const seen = known.get(imageId) ?? (await readSeen(folder, imageId));
    known.set(imageId, seen);
    const missing = paths.filter((path) => !(path in seen));
    if (missing.length > 0) {
      // Somebody may remove the image meanwhile: what nobody saw is not known, and no reason to stop.
      const fresh = await engine.lookInto(imageId, missing).catch((): FilesInside => ({}));
      for (const [path, file] of Object.entries(fresh)) seen[path] = withoutContent(path, file);
      await writeSeen(folder, imageId, seen);
    }
    return Object.fromEntries(paths.flatMap((path) => (seen[path] ? [[path, seen[path]]] : [])));
  }
}

/** Users and groups are kept, and of anything else the first line alone: who knows what else a script says. */
function withoutContent(path: string, { text, ...file }: FileInside): FileInside {
  if (text === undefined) return file;
  if (path === '/etc/passwd' || path === '/etc/group') return { ...file, text: text.replaceAll(/^([^:\n]*):[^:\n]*/gm, '$1:x') };
  return { ...file, text: text.slice(0, Math.min(256, text.indexOf('\n') + 1 || text.length)) };
}

async function readSeen(folder: string, imageId: string): Promise<FilesInside> {
  const text = await readIfAllowed(fileOf(folder, imageId));
  try {
    const parsed = seenSchema.safeParse(JSON.parse(text ?? 'null'));
    return parsed.success ? (parsed.data.files as FilesInside) : {};
  } catch {
    return {};
  }
}

async function writeSeen(folder: string, imageId: string, files: FilesInside): Promise<void> {
  try {
    await ensurePrivateDirectory(folder);
    await writePrivateFile(fileOf(folder, imageId), JSON.stringify({ format: 1, files }));
    await keepNewest(folder, mostImages);
  } catch {
    // It only saves time.
  }
}

function fileOf(folder: string, imageId: string): string {
  return join(folder, `${imageId.replace(/^sha256:/, '')}.json`);
}
