import { lines, docker } from './outside.ts';

/** One container as the engine shows it now. */
export interface Sighting {
  service: string;
  id: string;
  name: string;
  state: string;
  /** Another moment: it was stopped in between. */
  startedAt: string;
}

/** All containers of one Compose project, by service and name; one-off ones too. */
export async function sightings(composeName: string, host?: string): Promise<Sighting[]> {
  const ids = await lines(['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=com.docker.compose.project=${composeName}`], host);
  if (ids.length === 0) return [];
  const seen = JSON.parse(await docker(['inspect', '--type', 'container', ...ids], host)) as Inspected[];
  return seen.map(read).toSorted((one, other) => key(one).localeCompare(key(other)));
}

/** Those of one service. */
export async function sightingsOf(service: string, composeName: string, host?: string): Promise<Sighting[]> {
  return (await sightings(composeName, host)).filter((seen) => seen.service === service);
}

interface Inspected {
  Id: string;
  Name: string;
  State: { Status: string; StartedAt: string };
  Config: { Labels: Record<string, string> };
}

function read({ Id: id, Name: name, State: { Status: state, StartedAt: startedAt }, Config: { Labels: labels } }: Inspected): Sighting {
  return { service: labels['com.docker.compose.service'] ?? '', id, name: name.replace(/^\//, ''), state, startedAt };
}

function key({ service, name }: Sighting): string {
  return `${service} ${name}`;
}
