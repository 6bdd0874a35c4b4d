import type { RunLeft } from '../contract/run-left.ts';
import type { DoctorLine } from '../contract/doctor.ts';
import type { EngineInfo } from '../deploy/model/engine-info.ts';
import type { EngineFacts, ObservedContainer } from '../deploy/model/observed.ts';
import type { DeployTools } from '../deploy/tools.ts';
import type { Reached } from '../engine/connect/reach.ts';
import type { Engine } from '../engine/interface.ts';
import type { Instance } from '../ledger/instances.ts';
import type { Database } from '../system/database.ts';
import type { Fix } from './fix.ts';

/** What doctor sees of one thing, before it is told. */
export interface Seen extends Pick<DoctorLine, 'level' | 'message' | 'cost' | 'repair' | 'details'> {
  /** What may be done about it. */
  fixes?: Fix[];
}

/** What looks look with. */
export interface DoctorTools extends DeployTools {
  database: Database;
  /** Where engines are looked for: this user's home folder, which is not PORTSIDE_HOME. */
  userHome: string;
  /** Takes an instance down as `portside down` does; resolves to what is still there. */
  takeDown(instance: Instance): Promise<string | undefined>;
  improve: ImproveLeft;
}

/** What killed runs of `improve` left: seen and removed by those who know of it. */
export interface ImproveLeft {
  runs(): Promise<RunLeft[]>;
  /** Ends what is at work for a run, and takes its throw-away instances away with their data. Throws UserError, EngineError. */
  endRun(id: string): Promise<void>;
  /** Names of what shut in agents of processes that are gone. */
  enclosures(engine: Engine): Promise<{ containers: string[]; volumes: string[] }>;
  removeEnclosures(engine: Engine): Promise<void>;
}

/** The engine that answers, and what it said at once. */
export interface EngineSeen {
  engine: Engine;
  facts: EngineFacts;
  info: EngineInfo;
  containers: ObservedContainer[];
  reached: Reached;
}

/** One thing that is looked at; it touches nothing. */
export type Look = { group: DoctorLine['group']; name: string } & (
  | { look(tools: DoctorTools): Promise<Seen[]> }
  /** Left out where no engine answers. */
  | { lookAtEngine(seen: EngineSeen, tools: DoctorTools): Promise<Seen[]> }
);
