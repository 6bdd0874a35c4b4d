import { createHash } from 'node:crypto';
import type { CheckOptions } from '../../contract/check.ts';
import type { FindMends, Mend, Mendable } from '../../contract/mend.ts';
import { type Change, changesFor } from '../../diagnose/diagnose.ts';
import { createRedactor } from '../../redaction/redact.ts';
import { applyChanges } from '../../repair/apply.ts';
import { patchOf } from '../../repair/patch.ts';
import { examine } from '../examine/examine.ts';
import { prepareRepairs } from '../examine/repairing.ts';
import { readEvidence } from '../evidence/store.ts';
import type { Finding } from '../model/finding.ts';
import type { Repair } from '../model/repair.ts';
import type { FoundProject } from '../resolve/find-project.ts';
import type { DeployTools } from '../tools.ts';
import { rebased } from './rebased.ts';
import { fillFolders } from './fill-folders.ts';

/** Changes that belong together, and why they are made. */
interface Group {
  words: string;
  repairs: Repair[];
}

/**
 * What `check` and `diagnose` would repair of a folder, in the order of how sure that is: what failed and every error together, then what else may be the
 * reason, then warnings that speak of the same. Judged by the evidence that was kept of the execution, wherever that ran.
 */
export function mendsByRules(options: Pick<CheckOptions, 'files' | 'envFiles' | 'profiles'>, tools: DeployTools): FindMends {
  return async function* find(at: Mendable): AsyncGenerator<Mend> {
    const seen = await seenOf(at, options, tools);
    for (const { words, repairs } of groupsOf(seen)) {
      const prepared = await prepareRepairs(seen.found, repairs, tools.environment);
      const changes = fillFolders(prepared.repaired.changes);
      if (changes.length === 0) continue;
      const patch = patchOf(changes, at.directory).replaceAll(/^@@ .*$/gm, '@@');
      yield {
        words,
        key: createHash('sha256').update(patch).digest('hex').slice(0, 12),
        async apply() {
          await applyChanges(changes);
          return { files: changes.flatMap((change) => ('file' in change ? [change.file] : [])) };
        },
      };
    }
  };
}

interface Seen {
  found: FoundProject;
  findings: Finding[];
  diagnosed: Change[];
  about: { causes: string[]; services: string[] };
}

/** By the kept evidence; where none was kept, Compose may not even read the files: then what `check` says of them now. */
async function seenOf({ worktree, directory, evidence }: Mendable, options: CheckOptions, tools: DeployTools): Promise<Seen> {
  const { diagnosis, execution_uuid: uuid } = evidence;
  const about = {
    causes: diagnosis ? [diagnosis.cause, ...diagnosis.also.map(({ cause }) => cause)] : [],
    services: [diagnosis?.service ?? []].flat(),
  };
  const kept = uuid === undefined ? undefined : await readEvidence(tools.home, uuid);
  const here = kept && rebased(kept, { worktree, directory });
  if (here?.project && here.findings.every(isWhole)) {
    return { found: { directory, ...here.project }, findings: here.findings, diagnosed: changesFor(here).filter(isWhole), about };
  }
  const { found, findings } = await examine({ ...options, directory }, tools, createRedactor());
  return { found, findings, diagnosed: here ? changesFor(here).filter(isWhole) : [], about };
}

/** Evidence is kept without secrets; what would write stars into a file is no repair. */
function isWhole({ repair }: { repair?: Repair }): boolean {
  return repair === undefined || !JSON.stringify(repair).includes('***');
}

function* groupsOf({ findings, diagnosed, about }: Seen): Generator<Group> {
  const errors = repairable(findings.filter(({ severity }) => severity === 'error'));
  const [best, ...others] = diagnosed;
  const first = [...(best ? [best] : []), ...errors];
  if (first.length > 0) yield together(first);
  for (const other of others) yield together([other, ...errors]);
  const warnings = repairable(findings.filter((finding) => finding.severity !== 'error' && isNamed(finding, about)));
  for (const warning of warnings) yield together([warning, ...errors]);
  if (warnings.length > 1) yield together([...warnings, ...errors]);
}

function repairable(findings: Finding[]): Change[] {
  return findings.flatMap(({ message, fix = '', repair }) => (repair ? [{ summary: message, suggestion: fix, repair }] : []));
}

function isNamed({ cause, service }: Finding, { causes, services }: Seen['about']): boolean {
  return (cause !== undefined && causes.includes(cause)) || (service !== undefined && services.includes(service));
}

/** What was done comes first: it is what is remembered. */
function together(changes: Change[]): Group {
  const distinct = [...new Map(changes.map((change) => [JSON.stringify(change.repair), change])).values()];
  const words = distinct.map(({ summary, suggestion }) => (suggestion ? `${suggestion}, because ${summary}` : summary));
  return { words: [...new Set(words)].join('\n'), repairs: distinct.map(({ repair }) => repair) };
}
