import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { EngineFacts } from '../../deploy/model/observed.ts';
import { engineError } from '../classify.ts';
import type { Archives, FileToPut } from '../interface/archives.ts';
import { writeTar } from '../tar/write.ts';
import { ask } from './asking.ts';

export function dockerArchives(docker: Dockerode, facts: () => Promise<EngineFacts>): Archives {
  return {
    async putFiles(id, files) {
      const container = docker.getContainer(id);
      // Podman unpacks beneath what is mounted, unless it is told to unpack there.
      const folders = (await facts()).kind === 'podman' ? await mountedFolders(container) : [];
      for (const [path, own] of byFolder(files, folders)) await ask(container.putArchive(writeTar(own, Date.now()), { path }));
    },
    async readArchive(id, path) {
      const archive = (await ask(docker.getContainer(id).getArchive({ path }))) as Readable;
      return Readable.from(inOurWords(archive), { objectMode: false });
    },
    async writeArchive(id, path, tar) {
      await ask(docker.getContainer(id).putArchive(tar, { path }));
    },
  };
}

/** It may break off: the engine may go away in the middle. */
async function* inOurWords(archive: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of archive) yield chunk as Buffer;
  } catch (error) {
    throw engineError(error);
  }
}

/** Longest first, so that the first one that holds a file is the one in which it lies. */
async function mountedFolders(container: Dockerode.Container): Promise<string[]> {
  const { Mounts: mounts } = await ask(container.inspect());
  return mounts.map(({ Destination }) => Destination).toSorted((a, b) => b.length - a.length);
}

/** Each folder with its files, whose paths are below it then. */
function byFolder(files: FileToPut[], folders: string[]): Map<string, FileToPut[]> {
  const grouped = Map.groupBy(files, ({ path }) => folders.find((folder) => path.startsWith(`${folder}/`)) ?? '/');
  return new Map([...grouped].map(([folder, own]) => [folder, own.map((file) => ({ ...file, path: posix.relative(folder, file.path) }))]));
}
