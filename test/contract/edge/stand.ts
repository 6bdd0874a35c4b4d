import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { edgeService, type EdgeSite, type EdgeSpec } from '../../../src/deploy/model/edge.ts';
import type { EngineFacts } from '../../../src/deploy/model/observed.ts';
import { type Slot, slotAlias } from '../../../src/deploy/model/slot.ts';
import { edgeOf, type Edge } from '../../../src/edge/edge.ts';
import { underwayIn } from '../../../src/edge/underway.ts';
import { edgeDefinition } from '../../../src/edge/definition.ts';
import { createCompose } from '../../../src/engine/compose-cli.ts';
import { connect } from '../../../src/engine/connect/connect.ts';
import type { Engine } from '../../../src/engine/interface.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { docker, removeThings } from '../../e2e/support/outside.ts';

export interface OnEngine {
  engine: Engine;
  facts: EngineFacts;
  environment: Record<string, string>;
  host: string | undefined;
}

export async function connected(host?: string): Promise<OnEngine> {
  const environment = { ...process.env, ...(host && { DOCKER_HOST: host }) } as Record<string, string>;
  const { engine, environment: found } = await connect({ environment, home: homedir() });
  return { engine, facts: await engine.facts(), environment: { ...environment, ...found }, host };
}

/** An edge before a service `web` that has a container in each slot, which say `a` and `b`. */
export interface Stand {
  edge: Edge;
  composeName: string;
  spec: EdgeSpec;
  /** The edge's container. */
  id: string;
  live(): Promise<string>;
  staging(): Promise<string>;
  /** `https://127.0.0.1:PORT`, where there is a site. */
  secure(): Promise<string>;
  /** What one sees of the edge with the engine's own command. */
  docker(...args: string[]): Promise<string>;
  /** Where a port of its container is published. */
  at(port: number): Promise<string>;
  web(slot: Slot): string;
  /** What the containers of a slot have not ended, as draining sees it. */
  underway(service: string, slot: Slot): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

const server = fileURLToPath(new URL('../../fixtures/edge/server.mjs', import.meta.url));

/** `name` is nobody else's. */
export async function makeStand(name: string, program: EdgeSpec['server'], on: OnEngine, site?: Partial<EdgeSite>): Promise<Stand> {
  const call = (...args: string[]) => docker(args, on.host);
  const route = { service: 'web', target: 8000, listen: 8001, staging: 40_001, published: 0, several: false };
  const spec: EdgeSpec = {
    ...{ service: edgeService, server: program, routes: [route] },
    ...(site && { site: { domain: 'localhost', service: 'web', target: 8000, several: false, staging: 40_001, ...site } }),
  };
  const own = `com.docker.compose.project=${name}`;
  await using undone = new AsyncDisposableStack();
  undone.defer(() => removeThings([own], on.host));
  await call('network', 'create', '--label', own, name);
  const web = (slot: Slot) => `${name}-web-${slot}`;
  for (const slot of ['a', 'b'] as const)
    await call(
      ...['run', '--detach', '--name', web(slot), '--network', name, '--network-alias', slotAlias('web', slot), '--env', `VERSION=${slot}`],
      ...['--label', own, '--label', 'com.docker.compose.service=web', '--label', `portside.slot=${slot}`],
      ...['--volume', `${server}:/server.mjs:ro`, 'node:24-alpine', 'node', '/server.mjs'],
    );
  const id = await createEdge(name, spec, on);
  const tools = { engine: on.engine, facts: on.facts, clock: systemClock };
  const edge = edgeOf(name, tools);
  await edge.configure(id, { spec, live: {}, execution: 'first' });
  await on.engine.startContainer(id);
  // Podman leaves the address out.
  const at = async (port: number) => `127.0.0.1:${/:(\d+)$/m.exec(await call('port', id, `${port}/tcp`))?.[1]}`;
  const kept = new AsyncDisposableStack();
  const stand: Stand = {
    ...{ edge, composeName: name, spec, id, web, at, docker: call },
    underway: (service, slot) => underwayIn(name, service, slot, tools),
    live: async () => `http://${await at(8001)}`,
    async staging() {
      const address = await edge.stagingAddress(40_001);
      return `http://${address?.host}:${address?.port}`;
    },
    secure: async () => `https://${await at(443)}`,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
  await answers(stand);
  kept.use(undone.move());
  return stand;
}

/** Waits until both listeners pass requests on. */
export async function answers(stand: Stand): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      const [one, other] = [await fetch(`${await stand.live()}/who`), await fetch(`${await stand.staging()}/who`)];
      if (one.ok && other.ok) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** By Compose, from the definition that a deployment uses. */
async function createEdge(name: string, spec: EdgeSpec, on: OnEngine): Promise<string> {
  const definition = {
    ...edgeDefinition(spec, {
      networks: ['default'],
      after: [],
      leases: spec.site ? [80, 443].map((target) => ({ target, port: 0 })) : [],
    }),
  };
  const directory = await mkdtemp(join(tmpdir(), 'portside-edge-'));
  try {
    const file = join(directory, 'compose.json');
    const networks = { default: { name, external: true } };
    const text = { services: { [edgeService]: definition }, networks, volumes: { 'portside-edge-certificates': {} } };
    await writeFile(file, JSON.stringify(text));
    const compose = createCompose({ environment: on.environment, home: homedir(), engine: on.environment });
    const project = { composeName: name, directory, files: [file], envFiles: [], profiles: [], environment: on.environment };
    await compose.create(project, [], {});
  } finally {
    await rm(directory, { recursive: true });
  }
  const [made] = await on.engine.listContainers({ 'com.docker.compose.project': name, 'com.docker.compose.service': edgeService });
  return made?.id ?? '';
}
