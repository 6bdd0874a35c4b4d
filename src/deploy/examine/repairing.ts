import type { Repairing } from '../../contract/check.ts';
import type { Redactor } from '../../redaction/redact.ts';
import { patchOf } from '../../repair/patch.ts';
import type { ProjectTexts } from '../../repair/project-texts.ts';
import { readProject } from '../../repair/read-project.ts';
import { type Repaired, repairTexts } from '../../repair/repair-texts.ts';
import type { Repair } from '../model/repair.ts';
import { readEnvFiles } from '../resolve/env-files.ts';
import type { FoundProject } from '../resolve/find-project.ts';
import { readSources } from '../resolve/sources.ts';
import type { DeployTools } from '../tools.ts';
import { type Mending, mend } from './mend.ts';
import { composeTexts } from './project-files.ts';

/** What repairs would make of a project's files; nothing is written yet. */
export interface Prepared {
  project: ProjectTexts;
  repaired: Repaired;
}

/** Reads the project's files as they are now, and repairs the texts. */
export async function prepareRepairs(found: FoundProject, repairs: Repair[], environment: Record<string, string>): Promise<Prepared> {
  const { directory, envFiles } = found;
  const sources = await readSources(found.files, { shell: environment, envFiles: await readEnvFiles(envFiles, environment) });
  const project = await readProject({ directory, compose: composeTexts(sources, found), envFiles }, repairs);
  return { project, repaired: repairTexts(project, repairs) };
}

/** The diff, and what writes it; undefined where nothing would change. */
export function repairingOf(
  { project, repaired }: Prepared,
  mending: Mending,
  tools: DeployTools,
  redactor: Redactor,
): Repairing | undefined {
  if (repaired.changes.length === 0) return undefined;
  return {
    patch: redactor.text(patchOf(repaired.changes, mending.found.directory)),
    apply: () => mend(repaired.changes, project, mending, tools),
  };
}
