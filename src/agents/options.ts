import type { Clock } from '../system/clock.ts';
import type { Ids } from '../system/ids.ts';
import type { Launcher } from './running/launcher.ts';

/** What backends are made with. */
export interface BackendOptions {
  clock: Clock;
  ids: Ids;
  /** Of this machine, such as `Europe/Berlin`; for limits that name no time zone. */
  zone: string;
  /** What the agent will see: `missing()` looks for the program and its keys here. */
  environment: Record<string, string>;
  /** By default programs run as children on this host. */
  launcher?: Launcher;
  /** Whether it is shut in, so that it may do whatever it wants in there. */
  fullRights?: boolean;
  /** For the backend `command`: an argv; `{prompt_file}`, `{prompt}` and `{directory}` are filled in. */
  command?: string[];
  /** For the backends `http` and `openai`: where the server is. */
  url?: string;
  model?: string;
  /** For the backend `openai`: what a model may run on this host, word for word. Shut in it may run anything. */
  runnable?: readonly (readonly string[])[];
}
