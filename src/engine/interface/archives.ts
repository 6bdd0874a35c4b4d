import type { Readable } from 'node:stream';

/** Files of a container, running or not, as `docker cp` sees them: its volumes too. */
export interface Archives {
  /** Writes files at absolute paths, and makes the folders above them where they are missing. */
  putFiles(id: string, files: FileToPut[]): Promise<void>;
  /**
   * A file or folder as a tar archive, its entries below the path's last name; `/data/.` gives what lies in it. Throws `not-found`.
   * Podman gives all of it to the container's user, and leaves out what is called `dev`, `proc` or `sys`: no way to copy a volume there.
   */
  readArchive(id: string, path: string): Promise<Readable>;
  /** Unpacks a tar archive into a folder that is there, with the owners and modes that it says. */
  writeArchive(id: string, path: string, tar: Readable): Promise<void>;
}

/** `mode` is 0o644 where absent; owner and group are root's. */
export interface FileToPut {
  path: string;
  content: string | Buffer;
  mode?: number;
  uid?: number;
  gid?: number;
}
