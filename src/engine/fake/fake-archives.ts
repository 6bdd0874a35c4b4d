import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { EngineError } from '../interface.ts';
import type { Archives } from '../interface/archives.ts';
import { readTar } from '../tar/read.ts';
import type { TarEntry } from '../tar/read.ts';
import { writeTar } from '../tar/write.ts';
import type { FakeContainer, FakeFiles } from './fake-container.ts';
import { present } from './fake-containers.ts';
import type { FakeVolume } from './fake-volumes.ts';

export interface ArchiveWorld {
  containers: Map<string, FakeContainer>;
  volumes: Map<string, FakeVolume>;
}

/** Files only: a folder is there where a file lies in it, or a volume is mounted. */
export function fakeArchives({ containers, volumes }: ArchiveWorld): Archives {
  return {
    async putFiles(id, files) {
      for (const { path, content, mode = 0o644, uid = 0, gid = 0 } of files) {
        put(id, { path, kind: 'file', content: Buffer.from(content), mode, uid, gid });
      }
    },
    async readArchive(id, path) {
      const folder = posix.normalize(`${path}/`);
      const own = posix.normalize(path).replace(/\/$/, '');
      const isThere = [...mountsOf(id)].some(({ target }) => own === target);
      const found = allOf(id).filter((entry) => entry.path === own || entry.path.startsWith(folder));
      if (found.length === 0 && !isThere) throw new EngineError('not-found', `Could not find the file ${path} in container ${id}`);
      const root = path.endsWith('/.') ? own : posix.dirname(own);
      return Readable.from([
        writeTar(
          found.map((entry) => ({ ...entry, path: posix.relative(root, entry.path) })),
          0,
        ),
      ]);
    },
    async writeArchive(id, path, tar) {
      for (const entry of await readTar(tar)) if (entry.kind === 'file') put(id, { ...entry, path: posix.join(path, entry.path) });
    },
  };

  function put(id: string, entry: TarEntry): void {
    const mount = [...mountsOf(id)].find(({ target }) => entry.path.startsWith(`${target}/`));
    (mount?.files ?? present(containers, id).files).set(mount ? entry.path.slice(mount.target.length) : entry.path, entry);
  }

  function allOf(id: string): TarEntry[] {
    const inVolumes = [...mountsOf(id)].flatMap(({ target, files }) =>
      [...files].map(([path, entry]) => ({ ...entry, path: target + path })),
    );
    return [...present(containers, id).files.values(), ...inVolumes];
  }

  function* mountsOf(id: string): Generator<{ target: string; files: FakeFiles }> {
    for (const { name, target } of present(containers, id).spec.volumes ?? []) {
      const files = volumes.get(name)?.files;
      if (files) yield { target, files };
    }
  }
}
