import { dirname } from 'node:path';
import type { InstanceView } from '../contract/instance.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { defaultInstanceName } from '../deploy/resolve/instance-name.ts';
import { selectInstance } from '../deploy/roster/select.ts';
import type { Instance } from '../ledger/instances.ts';
import { recordFilesBeginningWith } from '../ledger/record-file.ts';
import { realPath } from '../system/read.ts';
import type { AuditTools } from './tools.ts';

const whole = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const pattern = '########-####-####-####-############';

/**
 * The UUID that is meant: written out, or its beginning; or of the newest record of this branch's instance. A whole one that is not
 * recorded is returned as it was given. Throws UserError (exit 2) for what is no UUID, and where none or several begin so.
 */
export async function whichExecution(reference: string | undefined, tools: AuditTools): Promise<string> {
  if (reference === undefined) return newestHere(tools);
  const wanted = reference.trim().toLowerCase();
  if (whole.test(wanted)) return wanted;
  if (!isBeginning(wanted)) throw noUuid(reference);
  const recorded = await tools.kept.beginningWith(wanted);
  const known = new Set([...recorded, ...(await tools.journal.beginningWith(wanted)).map(({ uuid }) => uuid)]);
  // A file that the ledger has no record of is to be told of too.
  for (const uuid of await recordFilesBeginningWith(tools.home, wanted)) known.add(uuid);
  const [found, ...others] = known;
  if (others.length > 0)
    throw new UserError({
      code: 'several-executions',
      exit: exitCode.usage,
      message: `several executions begin with ${wanted}`,
      hint: `name one of: ${[...known].slice(0, 10).join(', ')}`,
    });
  if (found === undefined)
    throw new UserError({
      code: 'no-such-execution',
      exit: exitCode.usage,
      message: `no execution that is known here begins with ${wanted}`,
      hint: 'give the whole UUID: then it is looked for in transcripts and on containers too',
    });
  return found;
}

/** At least eight of its characters: fewer are anybody's. */
function isBeginning(text: string): boolean {
  if (text.length < 8 || text.length > pattern.length) return false;
  return [...text].every((character, place) => (pattern[place] === '-' ? character === '-' : /[0-9a-f]/.test(character)));
}

function noUuid(reference: string): UserError {
  return new UserError({
    code: 'no-uuid',
    exit: exitCode.usage,
    message: `${JSON.stringify(reference.slice(0, 60))} is no UUID of an execution`,
    hint: 'give all of it, or at least its first 8 characters: every record ends with it as execution_uuid',
  });
}

/** No engine is asked: what is registered says which instance is meant; of one that is forgotten the records do. */
async function newestHere({ instances, history, currentDirectory, environment }: AuditTools): Promise<string> {
  const known = (await instances.list()).map(asView);
  const chosen =
    known.length > 0 ? await selectInstance(known, undefined, { currentDirectory, environment }).catch(onlyUserErrors) : undefined;
  const name = chosen?.instance ?? (await defaultInstanceName(currentDirectory, environment));
  const [newest] = chosen ? await history.list({ project: chosen.project, instance: name, limit: 1 }) : [];
  const uuid = newest?.record.execution_uuid ?? (await newestOfFolder(name, { history, currentDirectory }));
  if (uuid) return uuid;
  throw new UserError({
    code: 'nothing-recorded',
    exit: exitCode.usage,
    message: 'nothing was ever recorded of an instance of this branch',
    hint: 'portside up makes one that can be verified; portside verify UUID looks at a certain execution',
  });
}

async function newestOfFolder(
  instance: string,
  { history, currentDirectory }: Pick<AuditTools, 'history' | 'currentDirectory'>,
): Promise<string | undefined> {
  const records = await history.list({ instance, limit: 200 });
  for (let folder = await realPath(currentDirectory); ; folder = dirname(folder)) {
    const mine = records.find(({ record }) => record.deployment.directory === folder);
    if (mine || folder === dirname(folder)) return mine?.record.execution_uuid;
  }
}

function asView(known: Instance): InstanceView {
  const { project, instance, composeName, directory, endpoints, namedPorts, status, updatedAt } = known;
  return {
    ...{ project, instance, compose_name: composeName, directory, endpoints, named_ports: namedPorts, services: [] },
    state: status,
    updated_at: new Date(updatedAt).toISOString(),
  };
}

function onlyUserErrors(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
  return undefined;
}
