import type { ContainerDetails } from '../../deploy/model/container.ts';
import { composeLabel } from '../../deploy/model/labels.ts';
import type { ObservedContainer } from '../../deploy/model/observed.ts';
import type { EngineError } from '../interface.ts';
import type { ExecOptions } from '../interface/containers.ts';
import type { TarEntry } from '../tar/read.ts';

/** What a container of the fake engine does once it is started. */
export interface Behaviour {
  /** With a healthcheck: absent, it never turns healthy. */
  healthcheck?: { healthyAfterMs?: number; unhealthyAfterMs?: number };
  exit?: { afterMs: number; code: number };
  /** It does not hear that it should stop, and is killed after this, its own grace time. */
  deafForMs?: number;
  log?: string[];
  published?: ObservedContainer['published'];
  /** The engine refuses to start it. */
  startError?: EngineError;
  exec?: (command: string[], how: ExecOptions) => { exitCode: number; output: string; afterMs?: number };
}

export interface FakeSpec {
  /** Empty for a container that is none of Compose's. */
  composeName: string;
  service: string;
  number?: number;
  imageId?: string;
  labels?: Record<string, string>;
  volumes?: ObservedContainer['volumes'];
  behaviour?: Behaviour;
}

export interface FakeContainer {
  spec: FakeSpec;
  labels: Record<string, string>;
  details: ContainerDetails;
  /** What was put into it, by path; what lies in its volumes is theirs. */
  files: FakeFiles;
  /** Aborted when it stops, with all that it would have done. */
  life: AbortController;
}

export type FakeFiles = Map<string, TarEntry>;

export function fakeContainer(spec: FakeSpec, id: string): FakeContainer {
  const number = spec.number ?? 1;
  return {
    spec,
    labels: {
      ...spec.labels,
      ...(spec.composeName && { [composeLabel.project]: spec.composeName, [composeLabel.service]: spec.service }),
    },
    files: new Map(),
    life: new AbortController(),
    details: {
      id,
      name: `${spec.composeName}-${spec.service}-${number}`,
      service: spec.service,
      imageId: spec.imageId ?? `sha256:${'0'.repeat(64)}`,
      state: 'created',
      health: 'none',
      healthLog: [],
      exitCode: 0,
      oomKilled: false,
      error: '',
      restartCount: 0,
      startedAt: 0,
      pid: 0,
      addresses: {},
    },
  };
}

export function listed({ spec, labels, details }: FakeContainer): ObservedContainer {
  const { id, name, imageId, state, health, exitCode } = details;
  return {
    id,
    name,
    composeName: spec.composeName,
    service: spec.service,
    number: spec.number ?? 1,
    imageId,
    labels,
    state,
    health,
    published: state === 'running' ? (spec.behaviour?.published ?? []) : [],
    ...(state === 'exited' && { exitCode }),
    volumes: spec.volumes ?? [],
    oneOff: false,
  };
}
