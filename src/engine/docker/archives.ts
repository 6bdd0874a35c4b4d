import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Archives } from '../interface/archives.ts';
import { writeTar } from '../tar/write.ts';
import { ask } from './asking.ts';

export function dockerArchives(docker: Dockerode): Archives {
  return {
    async putFiles(id, files) {
      if (files.length === 0) return;
      await ask(docker.getContainer(id).putArchive(writeTar(files, Date.now()), { path: '/' }));
    },
    readArchive: async (id, path) => (await ask(docker.getContainer(id).getArchive({ path }))) as Readable,
    async writeArchive(id, path, tar) {
      await ask(docker.getContainer(id).putArchive(tar, { path }));
    },
  };
}
