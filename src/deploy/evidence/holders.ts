import { containerIdOf, holderOf } from '../../system/port-holder.ts';
import { type Facts, publishesHere } from '../model/observed.ts';
import type { PortHolder } from '../model/port.ts';
import type { Connection } from '../tools.ts';

const taken =
  /EADDRINUSE|address (?:is )?already in use|port is already allocated|ports? (?:is |are )?not available|bind: Only one usage|failed to bind/i;

/** Who has the ports that somebody says are taken. */
export async function holdersNamed(said: string[], { engine, facts }: Connection, seen: Facts, composeName: string): Promise<PortHolder[]> {
  const lines = said.filter((line) => taken.test(line));
  const ports = [...new Set(lines.flatMap((line) => [...line.matchAll(/(?<=[:\s])(\d{2,5})\b/g)].map(([, port]) => Number(port))))];
  const found = await Promise.all(
    ports
      .filter((port) => port < 65_536)
      .slice(0, 8)
      .map(holder),
  );
  return found.flat();

  async function holder(port: number): Promise<PortHolder[]> {
    const published = seen.publishedPorts.find((one) => one.port === port && one.composeName !== composeName);
    if (published) return [{ port, kind: 'engine', who: `container ${published.container}` }];
    const program = publishesHere(facts) ? await holderOf(port) : undefined;
    if (!program) return [];
    const id = await containerIdOf(program.pid);
    const container = id ? await engine.inspectContainer(id).catch(() => undefined) : undefined;
    const who = container ? `container ${container.name}` : `${program.program} (pid ${program.pid})`;
    return [{ port, kind: container ? 'engine' : 'program', who }];
  }
}
