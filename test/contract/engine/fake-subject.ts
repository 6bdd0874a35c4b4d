import { randomBytes } from 'node:crypto';
import { composeLabel } from '../../../src/deploy/model/labels.ts';
import { createFakeEngine } from '../../../src/engine/fake.ts';
import type { Behaviour } from '../../../src/engine/fake.ts';
import type { ExecOptions } from '../../../src/engine/interface.ts';
import { systemClock } from '../../../src/system/clock.ts';
import type { ScriptedService, Subject } from './subject.ts';

export function fakeSubject(): Subject {
  const engine = createFakeEngine({
    clock: systemClock,
    own: ({ command = [] }) => ({
      exit: { afterMs: 20, code: Number(/exit (\d+)$/.exec(command.at(-1) ?? '')?.[1] ?? 0) },
      log: Array.from((command.at(-1) ?? '').matchAll(/^echo ([a-z ]+);/g), ([, said = '']) => said),
    }),
  });
  engine.addImage(
    {
      id: `sha256:${'b'.repeat(64)}`,
      reference: 'busybox:1.37',
      volumes: [],
      exposed: [],
      command: ['sh'],
      os: 'linux',
      architecture: 'amd64',
    },
    {
      '/bin/sh': { kind: 'file', path: '/bin/busybox', mode: 0o755, madeFor: 'amd64' },
      '/etc/passwd': { kind: 'file', path: '/etc/passwd', mode: 0o644, text: 'root:x:0:0:root:/root:/bin/sh\n' },
      '/etc': { kind: 'directory', path: '/etc', mode: 0o755 },
    },
  );
  let names = 0;
  return {
    engine,
    image: 'busybox:1.37',
    build: async (name) => engine.addImage({ id: `sha256:${randomBytes(32).toString('hex')}`, reference: name, volumes: [], exposed: [] }),
    own: labelsOf,
    unique: () => `contract-${++names}`,
    make: async <Name extends string>(composeName: string, services: ScriptedService<Name>[]) =>
      Object.fromEntries(
        services.map((service) => [
          service.name,
          engine.add({ composeName, service: service.name, behaviour: behaviour(service), volumes: volumesOf(service) }),
        ]),
      ) as Record<Name, string>,
    async clean(composeName) {
      for (const { id } of await engine.listContainers(labelsOf(composeName))) await engine.removeContainer(id, { volumes: true });
      for (const name of await engine.listVolumes(labelsOf(composeName))) await engine.removeVolume(name);
    },
  };
}

const labelsOf = (composeName: string) => ({ [composeLabel.project]: composeName });

function volumesOf({ volume }: ScriptedService): { name: string; target: string }[] {
  return volume ? [{ name: randomBytes(32).toString('hex'), target: volume }] : [];
}

function behaviour({ log, exitCode, healthcheck, deafForMs }: ScriptedService): Behaviour {
  return {
    ...(log && { log }),
    ...(exitCode !== undefined && { exit: { afterMs: 5, code: exitCode } }),
    ...(healthcheck && { healthcheck: { healthyAfterMs: 20 } }),
    ...(deafForMs !== undefined && { deafForMs }),
    exec: runInShell,
  };
}

/** As much of a shell as the suite asks for. */
function runInShell(
  command: string[],
  { input, environment, workdir, user }: ExecOptions,
): { exitCode: number; output: string; afterMs?: number } {
  if (input !== undefined) {
    return { exitCode: 0, output: `over\n${input.trim()} ${Object.values(environment ?? {}).join()} ${workdir} ${user}\n` };
  }
  if (command[0] === 'stat') return { exitCode: 0, output: '12:34\n0:0\n' };
  if (command[0] === 'sleep') return { exitCode: 0, output: '', afterMs: Number(command[1]) * 1000 };
  return { exitCode: Number(/exit (\d+)$/.exec(command.at(-1) ?? '')?.[1] ?? 0), output: 'hello\n' };
}
