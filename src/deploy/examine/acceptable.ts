import { join } from 'node:path';
import { UserError } from '../../contract/user-error.ts';
import { EngineError } from '../../engine/interface.ts';
import type { FileChange, ProjectTexts } from '../../repair/project-texts.ts';
import { readProject } from '../../repair/read-project.ts';
import { repairTexts } from '../../repair/repair-texts.ts';
import { type Draft, readDraft } from '../resolve/resolve.ts';
import type { Finding } from '../model/finding.ts';
import type { Repair } from '../model/repair.ts';
import { readEnvFiles } from '../resolve/env-files.ts';
import type { FoundProject } from '../resolve/find-project.ts';
import { ComposeRefused } from '../resolve/refusal/refused.ts';
import { readSources } from '../resolve/sources.ts';
import type { DeployTools } from '../tools.ts';
import { acceptsTheFile } from '../check/before-rules.ts';
import { originalPlace } from './original-place.ts';
import { composeTexts } from './project-files.ts';
import { type Shadow, shadowOf } from './shadow.ts';

/** The files as far as Compose accepts them, and what it has against them. */
export interface Acceptable {
  draft?: Draft;
  shadow: Shadow;
  findings: Finding[];
  /** What the files say where it is not what lies on the disk: mended, or without what stops Compose. */
  instead: ReadonlyMap<string, string>;
  originals: ReadonlyMap<string, string>;
  /** Left out, to look at all the rest. */
  leftOut: string[];
}

const mostFaults = 40;

/** Takes one fault of the files after the other out of a copy, until Compose accepts it: so one look finds them all. */
export async function readAcceptably(
  found: FoundProject,
  tools: Pick<DeployTools, 'parser' | 'environment' | 'home' | 'ids'>,
): Promise<Acceptable> {
  const folder = join(tools.home, 'check', tools.ids.uuid());
  const findings: Finding[] = [];
  const leftOut: string[] = [];
  let instead: ReadonlyMap<string, string> = new Map();
  let originals: ReadonlyMap<string, string> = new Map();
  let shadow: Shadow | undefined;
  try {
    for (let count = 0; ; count++) {
      shadow = await shadowOf(instead, tools.parser, folder);
      try {
        const draft = await readDraft(shadow.parser, { found, environment: tools.environment, demands: [], instead });
        return { draft, shadow, findings, instead, originals, leftOut };
      } catch (error) {
        const refused = refusalIn(error);
        if (!refused) {
          if (error instanceof UserError && leftOut.length > 0) return { shadow, findings, instead, originals, leftOut };
          throw error;
        }
        const project = await textsOf(found, instead, tools);
        originals = new Map([...originals, ...[...project.texts].filter(([file]) => !originals.has(file))]);
        if (!isOfOurMaking(refused, leftOut)) {
          const finding = { rule: acceptsTheFile.id, why: acceptsTheFile.why, ...refused.found };
          if (!findings.some(({ message }) => message === finding.message)) findings.push(originalPlace(finding, instead, originals));
        }
        const next = count < mostFaults ? goOn(project, refused, leftOut) : undefined;
        if (!next) return { shadow, findings, instead, originals, leftOut };
        instead = new Map([...instead, ...next]);
        await shadow.remove();
      }
    }
  } catch (error) {
    await shadow?.remove();
    throw error;
  }
}

/** A missing variable hides what Compose says: a placeholder stood for it. */
function refusalIn(error: unknown): ComposeRefused | undefined {
  if (error instanceof ComposeRefused) return error;
  return error instanceof UserError && error.code === 'missing-variables' && error.cause instanceof ComposeRefused
    ? error.cause
    : undefined;
}

/** Others may name what is left out of the copy only. */
function isOfOurMaking({ cause }: ComposeRefused, leftOut: string[]): boolean {
  const refusal = cause instanceof EngineError ? cause.refusal : undefined;
  return refusal?.kind === 'undefined' && refusal.what === 'service' && leftOut.includes(refusal.name);
}

/** The files without this fault: repaired where that is certain, else without what is wrong. */
function goOn(project: ProjectTexts, { found: { repair }, aside }: ComposeRefused, leftOut: string[]): Map<string, string> | undefined {
  for (const way of [repair, aside]) {
    const changes = way && way.length > 0 ? changesBy(project, way) : undefined;
    if (!changes) continue;
    if (way === aside)
      leftOut.push(
        ...(aside ?? []).flatMap((edit) =>
          'path' in edit && edit.path[0] === 'services' && edit.path.length === 2 ? [String(edit.path[1])] : [],
        ),
      );
    return changes;
  }
  return undefined;
}

/** Only what the user's own Compose files say can stand elsewhere: those that they include are found by their paths. */
function changesBy(project: ProjectTexts, way: Repair): Map<string, string> | undefined {
  const { changes, refused } = repairTexts(project, [way]);
  const main = new Set(project.compose.flatMap(({ file, role }) => (role === 'main' ? [file] : [])));
  const texts = changes.flatMap((change: FileChange) =>
    change.change === 'text' && main.has(change.file) ? [[change.file, change.after] as const] : [],
  );
  return refused.length === 0 && texts.length > 0 && texts.length === changes.length ? new Map(texts) : undefined;
}

async function textsOf(
  found: FoundProject,
  instead: ReadonlyMap<string, string>,
  { environment }: Pick<DeployTools, 'environment'>,
): Promise<ProjectTexts> {
  const envFiles = await readEnvFiles(found.envFiles, environment);
  const sources = await readSources(found.files, { shell: environment, envFiles }, instead);
  const read = await readProject({ directory: found.directory, compose: composeTexts(sources, found), envFiles: found.envFiles }, []);
  // A file that Portside could not write back may still be looked at.
  const texts = new Map([...sources.documents.map(({ file, text }) => [file, text] as const), ...read.texts, ...instead]);
  return { ...read, texts, directory: '/' };
}
