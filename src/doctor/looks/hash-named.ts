import type { ObservedContainer } from '../../deploy/model/observed.ts';
import { programsAtWork } from '../../system/machine.ts';
import type { Fix } from '../fix.ts';
import type { DoctorTools, Look, Seen } from '../look.ts';

/** While Compose replaces a container, the new one is called by the old one's id and name; killed then, it leaves that behind (docker/compose#1573, #11151). */
const temporaryName = /^[0-9a-f]{12}_(?<name>.+)$/;

export const hashNamed: Look = {
  group: 'leftovers',
  name: 'hash-named',
  async lookAtEngine({ containers, facts }, tools) {
    const suspects = containers.flatMap((container) => {
      const name = temporaryName.exec(container.name)?.groups?.['name'];
      return name && container.composeName !== '' ? [{ container, name, rival: rivalOf(container, name, containers) }] : [];
    });
    const busy = await busyProjects(
      suspects.map(({ container }) => container),
      facts.local,
      tools,
    );
    const seen = suspects.filter(({ container }) => !busy.has(container.composeName)).map((suspect) => told(suspect, facts.local));
    return seen.length > 0 ? seen : [{ level: 'ok', message: 'no container has the name that Compose gives while it replaces one' }];
  },
};

interface Suspect {
  container: ObservedContainer;
  /** What it would be called, had Compose come to its end. */
  name: string;
  /** Who has that name. */
  rival: ObservedContainer | undefined;
}

function rivalOf({ composeName, service }: ObservedContainer, name: string, all: ObservedContainer[]): ObservedContainer | undefined {
  return all.find((one) => one.name === name && one.composeName === composeName && one.service === service);
}

const directoryLabel = 'com.docker.compose.project.working_dir';

/** Of whom Portside, or a Compose that still works, is just replacing something. */
async function busyProjects(suspects: ObservedContainer[], local: boolean, { locks, journal }: DoctorTools): Promise<Set<string>> {
  if (suspects.length === 0) return new Set();
  const [held, unfinished, programs] = await Promise.all([locks.held(), journal.unfinished(), local ? programsAtWork(/compose/) : []]);
  const composing = suspects.filter(({ composeName, labels }) => {
    const directory = labels[directoryLabel] ?? '/nowhere';
    return programs.some(
      (one) => one.directory === directory || one.commandLine.includes(directory) || one.commandLine.includes(composeName),
    );
  });
  return new Set([...held, ...unfinished.map(({ composeName }) => composeName), ...composing.map(({ composeName }) => composeName)]);
}

function told({ container, name, rival }: Suspect, local: boolean): Seen {
  const { id, composeName, state } = container;
  const base = { level: 'warning' as const, message: `a killed Compose left ${container.name} (${state}) of the project ${composeName}` };
  const directory = container.labels[directoryLabel];
  const up = `docker compose -p ${composeName} up -d${directory ? ` in ${directory}` : ''}`;
  if (!rival) {
    const fixes: Fix[] = [{ fix: 'rename-container', composeName, id, name: container.name, to: name }];
    return {
      ...base,
      cost: `it is the only container of its service, under a wrong name`,
      repair: `docker rename ${container.name} ${name}, then ${up}`,
      ...(local && { fixes }),
    };
  }
  if (state === 'running')
    return {
      ...base,
      cost: `it runs beside ${name}, and answers in its stead now and then`,
      repair: `see which one is right, then docker rm -f the other; ${up} puts the rest right`,
    };
  const fixes: Fix[] = [{ fix: 'remove-container', composeName, id, name: container.name, unlessRunning: true }];
  return {
    ...base,
    cost: `the next docker compose up may fail over it, or make another one; ${name} is there`,
    repair: `docker rm ${container.name}`,
    ...(local && { fixes }),
  };
}
