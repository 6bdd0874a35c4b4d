/** A copy of an instance's volumes at one moment, as its manifest and `--json` say it. */
export interface Snapshot {
  /** Its moment in UTC, and four digits that tell it from others of that second: `20261121-152800-0b9d`. */
  id: string;
  project: string;
  instance: string;
  /** What `docker compose -p` takes. */
  compose_name: string;
  directory: string;
  /** ISO 8601 */
  created_at: string;
  execution_uuid: string;
  /** Who asked for it: a person, or an `up` before it replaced anything. */
  reason: 'snapshot' | 'up';
  /** The revision that ran then. */
  revision?: number;
  volumes: SnapshotVolume[];
}

export interface SnapshotVolume {
  /** As the engine has it. */
  name: string;
  /** As the Compose file calls it. */
  key?: string;
  /** Of the tar archive; files, folders and links in it. */
  bytes: number;
  entries: number;
  /** The file beside the manifest: the archive, gzip-compressed. */
  file: string;
  compressed_bytes: number;
  /** Of that file, in hexadecimal. */
  sha256: string;
  /** What was done to the services that use it, while it was copied. */
  held: { service: string; by: 'stop' | 'quiesce' }[];
  /** Mode and owner of the volume's own folder. */
  root?: { mode: number; uid: number; gid: number };
}

export interface SnapshotOptions {
  /** Names as the Compose file or the engine has them; by default all that are the instance's own. */
  volumes?: string[];
  recordFile?: string;
}

export interface RestoreOptions {
  /** By default the newest of the instance. */
  snapshot?: string;
  /** By default all that are in it. */
  volumes?: string[];
  recordFile?: string;
}
