import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, homedir } from 'node:os';
import { join } from 'node:path';
import { composeLabel } from '../../../src/deploy/model/labels.ts';
import { createCompose } from '../../../src/engine/compose-cli.ts';
import { connect } from '../../../src/engine/connect/connect.ts';
import type { Compose, ComposeInput } from '../../../src/engine/interface.ts';
import type { ScriptedService, Subject } from './subject.ts';

const image = 'busybox:1.37';

/** A subject that Compose works on too. */
export interface ComposeSubject extends Subject {
  compose: Compose;
  /** `docker compose up` itself. */
  composeUp(project: ComposeInput): Promise<void>;
  /** Writes a project's one file, for as long as it is used. */
  withProject<T>(composeName: string, file: object, act: (project: ComposeInput) => Promise<T>): Promise<T>;
}

/** Containers come from Compose itself, as in a deployment. */
export async function realSubject(environment: Record<string, string | undefined>): Promise<ComposeSubject> {
  const surroundings = { environment, home: homedir() };
  const { engine, environment: engineEnvironment } = await connect(surroundings);
  const compose = createCompose({ ...surroundings, engine: engineEnvironment });

  return {
    ...{ engine, compose, withProject, image },
    async composeUp({ composeName, directory, files, environment: given }) {
      const place = ['--project-directory', directory, '--project-name', composeName ?? '', ...files.flatMap((file) => ['--file', file])];
      const env = { ...process.env, ...engineEnvironment, ...given };
      await promisify(execFile)('docker', ['compose', ...place, 'up', '--detach', '--pull', 'never'], { env });
    },
    unique: () => `contract-${randomUUID().slice(0, 8)}`,

    own: labelsOf,

    async make<Name extends string>(composeName: string, services: ScriptedService<Name>[]) {
      const definitions = Object.fromEntries(services.map((service) => [service.name, definition(service)]));
      await withProject(composeName, { services: definitions }, (project) => compose.create(project, [], {}));
      const made = await engine.listContainers(labelsOf(composeName));
      return Object.fromEntries(made.map(({ service, id }) => [service, id])) as Record<Name, string>;
    },

    async build(name) {
      // The label makes it an image of its own.
      await withProject('contract-build', { services: { one: { image: name, build: '.' } } }, async (project) => {
        await writeFile(join(project.directory, 'Dockerfile'), `FROM ${image}\nLABEL name=${name}\n`);
        await compose.build(project, [], {});
      });
    },

    async clean(composeName) {
      const labels = labelsOf(composeName);
      for (const { id } of await engine.listContainers(labels)) await engine.removeContainer(id, { volumes: true });
      for (const name of await engine.listNetworks(labels)) await engine.removeNetwork(name);
      for (const name of await engine.listVolumes(labels)) await engine.removeVolume(name);
    },
  };

  async function withProject<T>(composeName: string, model: object, act: (project: ComposeInput) => Promise<T>): Promise<T> {
    const directory = await mkdtemp(join(tmpdir(), 'portside-contract-'));
    try {
      const file = join(directory, 'compose.json');
      await writeFile(file, JSON.stringify(model));
      const childEnvironment = Object.fromEntries(Object.entries(environment).flatMap(([key, value]) => (value ? [[key, value]] : [])));
      return await act({ composeName, directory, files: [file], envFiles: [], profiles: [], environment: childEnvironment });
    } finally {
      await rm(directory, { recursive: true });
    }
  }
}

const labelsOf = (composeName: string) => ({ [composeLabel.project]: composeName });

function definition({ log = [], exitCode, healthcheck, tty, deafForMs, volume }: ScriptedService): object {
  const ending = exitCode === undefined ? 'trap "exit 143" TERM; sleep 600 & wait' : `exit ${exitCode}`;
  const deaf = deafForMs === undefined ? [] : ['trap "" TERM', 'while true; do sleep 1; done'];
  return {
    image,
    tty: tty ?? false,
    command: ['sh', '-c', [...log.map((line) => `echo ${line}`), ...deaf, ending].join('; ')],
    ...(healthcheck && { healthcheck: { test: ['CMD', 'true'], interval: '1s' } }),
    ...(deafForMs !== undefined && { stop_grace_period: `${deafForMs}ms` }),
    ...(volume && { volumes: [volume] }),
  };
}
