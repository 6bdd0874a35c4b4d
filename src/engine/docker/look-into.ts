import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { FileInside, FilesInside } from '../../deploy/model/inside.ts';
import { label } from '../../deploy/model/labels.ts';
import { describeContent } from './file-content.ts';
import { firstFileOf } from '../tar/first-file.ts';

/** Requests at a time: the engine mounts the image's layers anew for each. */
const atOnce = 6;
const mostLinks = 20;
const largestText = 64 * 1024;
/** Of larger files only the beginning is read: enough to see what kind of program it is. */
const headOfFile = 64;

/** Makes a container that is never started and reads its files as an archive. */
export async function lookInto(docker: Dockerode, imageId: string, paths: string[]): Promise<FilesInside> {
  if (paths.length === 0) return {};
  const container = await docker.createContainer({
    Image: imageId,
    Cmd: ['portside-look'],
    Labels: { [label.look]: String(process.pid) },
    NetworkDisabled: true,
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    return await lookAtAll(container, [...new Set(paths)]);
  } finally {
    // With the volumes that the image declares: the engine has made empty ones for this container alone.
    await container.remove({ force: true, v: true }).catch(() => undefined);
  }
}

async function lookAtAll(container: Dockerode.Container, paths: string[]): Promise<FilesInside> {
  const seen: FilesInside = {};
  const waiting = [...paths];
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) seen[path] = await lookAt(container, path);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return seen;
}

async function lookAt(container: Dockerode.Container, path: string, links = 0): Promise<FileInside> {
  const found = await statOf(container, path);
  if (!found || links > mostLinks) return { kind: 'missing', path };
  if (found.mode & mode.symlink && found.linkTarget && found.linkTarget !== path) return lookAt(container, found.linkTarget, links + 1);
  const permissions = (found.mode & 0o777) >>> 0;
  if (found.mode & mode.directory) return { kind: 'directory', path, mode: permissions };
  if (found.mode & mode.special) return { kind: 'other', path, mode: permissions };
  const wanted = found.size <= largestText ? largestText : headOfFile;
  const content = await container.getArchive({ path }).then((stream) => firstFileOf(stream as Readable, wanted));
  return { kind: 'file', path, mode: permissions, ...describeContent(content, found.size) };
}

/** Bits of Go's `os.FileMode`, in which the engine tells them. */
const mode = { directory: 2 ** 31, symlink: 2 ** 27, special: 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 };

interface PathStat {
  mode: number;
  size: number;
  linkTarget?: string;
}

async function statOf(container: Dockerode.Container, path: string): Promise<PathStat | undefined> {
  try {
    const answer = (await container.infoArchive({ path })) as NodeJS.ReadableStream & { headers: Record<string, string | undefined> };
    answer.resume();
    const told: unknown = JSON.parse(Buffer.from(answer.headers['x-docker-container-path-stat'] ?? '', 'base64').toString('utf8'));
    return told as PathStat;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
    throw error;
  }
}
