import { expect } from 'vitest';
import type { Project } from './project.ts';
import { type Sighting, sightings } from './sightings.ts';
import type { Workplace } from './workplace.ts';

/** An instance that runs and was verified, of a project of its own. */
export interface Running {
  project: Project;
  composeName: string;
  /** Its named port `api`. */
  port: number;
  /** What is there of it once it runs: containers by id, networks, volumes, ports, rows. */
  before: string[];
  up(...options: string[]): ReturnType<Workplace['up']>;
  /** Changes the Compose file and brings it up, which must succeed. */
  change(edit: [before: string, after: string], ...options: string[]): ReturnType<Workplace['up']>;
  containers(): Promise<Sighting[]>;
  answer(path?: string): Promise<string>;
}

/** Starts an instance named `demo`. */
export async function runInstance(at: Workplace, source: Parameters<Workplace['project']>[0]): Promise<Running> {
  const project = await at.project(source);
  const composeName = `${project.name}-demo`;
  const up = (...options: string[]) => at.up(project.directory, '--name', 'demo', ...options);
  const { exit, record, stderr } = await up();
  expect(exit, stderr).toBe(0);
  const port = Number(record.deployment.api_port);
  return {
    ...{ project, composeName, port, before: await at.left(), up },
    async change([before, after], ...options) {
      await project.edit(before, after);
      const changed = await up(...options);
      expect(changed.exit, changed.stderr).toBe(0);
      return changed;
    },
    containers: () => sightings(composeName, at.engine),
    answer: async (path = '/') => (await fetch(`http://127.0.0.1:${port}${path}`)).text(),
  };
}
