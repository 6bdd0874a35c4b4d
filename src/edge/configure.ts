import type { EdgeSpec } from '../deploy/model/edge.ts';
import type { Slot } from '../deploy/model/slot.ts';
import { type EdgeTools, runInside } from './inside.ts';
import { certificatePlaces, liveFile } from './places.ts';
import { readCertificate } from './read-certificate.ts';
import { type EdgeServer, servers } from './server.ts';

export interface Configuration {
  spec: EdgeSpec;
  /** For a container that has not started yet; one that runs knows it. */
  live: Record<string, Slot>;
  /** Whose change it is. */
  execution: string;
}

/** Files before the start, so that a restart keeps them; while it runs, a configuration that differs is proved first and then loaded. */
export async function configureEdge(container: string, { spec, live, execution }: Configuration, tools: EdgeTools): Promise<void> {
  const { engine } = tools;
  const server = servers[spec.server];
  const pair = await readCertificate(spec);
  const at = pair && certificatePlaces(pair);
  const text = server.write(spec, at);
  const pem = pair && at ? [file(at.certificate, pair.certificate), { ...file(at.key, pair.key), mode: 0o600 }] : [];
  if ((await engine.inspectContainer(container))?.state !== 'running') {
    const second = Object.entries(live).flatMap(([service, slot]) => (slot === 'b' ? [file(liveFile(service), '')] : []));
    return engine.putFiles(container, [file(server.config, text), ...server.constant, ...pem, ...second]);
  }
  if ((await runInside(tools, container, ['cat', server.config])) === text) return;
  const next = `${server.config}.next`;
  await engine.putFiles(container, [file(next, text), ...pem]);
  await runInside(tools, container, server.validate(next));
  const keep = `[ -e "$1" ] || cp "$2" "$1"; mv "$3" "$2"`;
  await runInside(tools, container, ['sh', '-ec', keep, 'sh', before(server, execution), server.config, next]);
  await runInside(tools, container, server.reload);
}

/** Goes back to what it was before that execution; nothing happens where that changed nothing. */
export async function restoreEdge(container: string, server: EdgeServer, execution: string, tools: EdgeTools): Promise<void> {
  const back = `if [ -e "$1" ]; then cp "$1" "$2"; echo back; fi`;
  const said = await runInside(tools, container, ['sh', '-ec', back, 'sh', before(server, execution), server.config]);
  if (said.includes('back')) await runInside(tools, container, server.reload);
}

function before(server: EdgeServer, execution: string): string {
  return `${server.config}.before-${execution}`;
}

function file(path: string, content: string): { path: string; content: string } {
  return { path, content };
}
