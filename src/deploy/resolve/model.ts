import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Compose, ComposeInput } from '../../engine/interface.ts';
import type { ComposeDependency, ComposeFile } from '../model/compose-file.ts';
import type { SourceMap } from '../model/draft.ts';
import { explainRefusal } from './refusal/refused.ts';

/** Compose's own reading of the files. Throws UserError where it refuses them, or where nothing is left to run. */
export async function resolveModel(compose: Pick<Compose, 'config'>, input: ComposeInput, sources: SourceMap): Promise<ComposeFile> {
  const model = await compose.config(input).catch(async (error: unknown) => {
    throw await explainRefusal(error, sources);
  });
  if (!isModel(model)) throw new Error('docker compose config printed something that is not a Compose model');
  const services = model.services ?? {};
  if (Object.keys(services).length === 0) throw nothingToRun(input);
  return { ...model, services: withoutAbsent(services) };
}

/** A dependency that may be absent, and is: of a profile that is not active. Compose prints it all the same, and then refuses it. */
function withoutAbsent(services: ComposeFile['services']): ComposeFile['services'] {
  const isThere = ([name, { required }]: [string, ComposeDependency]) => required !== false || name in services;
  const cleaned = Object.entries(services).map(([name, { depends_on: needs, ...service }]) => {
    const there = Object.entries(needs ?? {}).filter(isThere);
    return [name, there.length > 0 ? { ...service, depends_on: Object.fromEntries(there) } : service];
  });
  return Object.fromEntries(cleaned) as ComposeFile['services'];
}

type PrintedModel = { name: string; services?: ComposeFile['services'] };

/** Compose validated the rest against its own schema. */
function isModel(value: unknown): value is PrintedModel {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

function nothingToRun({ files, profiles }: ComposeInput): UserError {
  return new UserError({
    code: 'no-services',
    exit: exitCode.usage,
    message: `${files.join(', ')} names no service to run${profiles.length > 0 ? ` with profile ${profiles.join(', ')}` : ''}.`,
    hint: 'Services that belong to a profile run only with --profile NAME.',
  });
}
