import type { Readable } from 'node:stream';

/** As much of an engine as it takes to shut a program in; `Engine` of src/engine has all of it. */
export interface IsolatingEngine {
  inspectImage(reference: string): Promise<object | undefined>;
  createContainer(options: {
    image: string;
    entrypoint: string[];
    command: string[];
    mounts: { volume: string; target: string; readOnly?: boolean }[];
    labels: Record<string, string>;
    user: string;
    confinement: {
      binds: { source: string; target: string; readOnly?: boolean }[];
      scratch: string[];
      environment: Record<string, string>;
      workdir: string;
      network: 'none' | 'host';
      hosts: Record<string, string>;
      most: { processes: number; memoryBytes?: number };
    };
  }): Promise<string>;
  attachContainer(id: string): Promise<{ stdout: Readable; stderr: Readable }>;
  startContainer(id: string): Promise<void>;
  stopContainer(id: string, graceMs?: number): Promise<void>;
  waitContainer(id: string): Promise<number>;
  removeContainer(id: string, also: { volumes: boolean }): Promise<void>;
  createVolume(name: string, definition: object, labels: Record<string, string>): Promise<boolean>;
  removeVolume(name: string): Promise<void>;
  listContainers(labels: Record<string, string>): Promise<{ id: string; labels: Record<string, string> }[]>;
  describeVolumes(labels: Record<string, string>): Promise<{ name: string; labels: Record<string, string> }[]>;
}
