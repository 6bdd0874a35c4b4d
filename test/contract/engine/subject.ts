import type { Engine } from '../../../src/engine/interface.ts';

/** An engine under test, and a way to make containers on it, of which each test uses its own. */
export interface Subject {
  engine: Engine;
  /** Makes the containers of one Compose project, not started; returns their ids by service. */
  make<Name extends string>(composeName: string, services: ScriptedService<Name>[]): Promise<Record<Name, string>>;
  /** An image that is there. */
  image: string;
  /** Makes an image that has this name and no other. */
  build(name: string): Promise<void>;
  /** A name that nobody else uses. */
  unique(): string;
  /** Labels by which `clean` finds what a test made. */
  own(composeName: string): Record<string, string>;
  /** Removes everything that was made under a name. */
  clean(composeName: string): Promise<void>;
}

/** What every engine can be told to run, said once: real ones get a shell script of it, the fake a behaviour. */
export interface ScriptedService<Name extends string = string> {
  name: Name;
  log?: string[];
  /** Runs until it is stopped where absent. */
  exitCode?: number;
  /** Healthy at its first probe. */
  healthcheck?: boolean;
  tty?: boolean;
  /** It ignores TERM; this is its own grace time. */
  deafForMs?: number;
  /** A volume that nobody named is mounted here. */
  volume?: string;
}
