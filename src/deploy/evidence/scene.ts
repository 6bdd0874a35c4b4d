import type { ContainerDetails } from '../model/container.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { EngineFacts } from '../model/observed.ts';
import type { Expectation } from '../model/plan.ts';
import type { Engine } from '../../engine/interface.ts';

/** Where evidence is gathered: what should run, what does, and the engine that knows. */
export interface Scene {
  engine: Engine;
  facts: EngineFacts;
  /** The project's folder. */
  directory: string;
  compose: Pick<ComposeFile, 'services' | 'networks' | 'volumes'>;
  /** service → image id or reference */
  imageOf: (service: string) => string | undefined;
  expectationOf: (service: string) => Expectation | undefined;
  containersOf: (service: string) => ContainerDetails[];
  /** Exit codes of a container's ends, oldest first. */
  deathsOf: (id: string) => number[];
  /** Epoch milliseconds. */
  now: number;
}
