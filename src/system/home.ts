import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Portside keeps its state: `PORTSIDE_HOME`, else the XDG state folder. */
export function portsideHome(environment: NodeJS.ProcessEnv): string {
  if (environment['PORTSIDE_HOME']) return environment['PORTSIDE_HOME'];
  return join(environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'portside');
}
