import type { Settings, SettingsProblem } from '../../contract/settings.ts';
import type { Compose } from '../../engine/interface.ts';
import type { Draft } from '../model/draft.ts';
import { withKeptSecrets } from '../model/kept-secrets.ts';
import type { Lease } from '../model/port.ts';
import type { Identity, Stack } from '../model/stack.ts';
import { findMissingBuildFiles } from './build-files.ts';
import { readContents } from './contents.ts';
import { readEnvFiles } from './env-files.ts';
import type { FoundProject } from './find-project.ts';
import { namesToGenerate, secretsInUse, withGeneratedOrigins, writtenToGenerate } from './generated.ts';
import { givenNames, instanceMark, ownNames } from './given-names.ts';
import { inactiveServices, withoutInactive } from './inactive-services.ts';
import { joinByService } from './joined-by-name.ts';
import { resolveModel } from './model.ts';
import { portRequests } from './port-requests.ts';
import { readSources, type Sources } from './sources.ts';
import { findVariables, missingError, missingVariables, withLeaseOrigins } from './variables.ts';
import { leasedVariables, withLeases } from './with-leases.ts';

export type { Draft };

export interface DraftQuestion {
  found: FoundProject;
  environment: Record<string, string>;
  /** What the user typed after `--port`. */
  demands: string[];
  /** Texts that stand for files; the Compose that is handed in reads the same. */
  instead?: ReadonlyMap<string, string>;
}

/** A number, so that it can stand for a port too. */
const placeholder = '1';

/** The first half: everything that can be known before ports are leased. Throws UserError where Compose refuses the files, or a demand fits no port. */
export async function readDraft(
  compose: Pick<Compose, 'config'>,
  { found, environment: shell, demands, instead }: DraftQuestion,
): Promise<Draft> {
  const envFiles = await readEnvFiles(found.envFiles, shell);
  const sources = await readSources(found.files, { shell, envFiles }, instead);
  const variables = findVariables(sources);
  const missing = missingVariables(variables, sources);
  const environment = { ...shell, ...Object.fromEntries(missing.map(({ name }) => [name, placeholder])) };
  const modelling = resolveModel(compose, { ...found, environment: { ...environment, INSTANCE_ID: instanceMark } }, sources);
  const model = await modelling.catch((error: unknown) => {
    // What Compose says of a placeholder would mislead.
    const lacking = missing.filter(({ name }) => !writtenToGenerate(sources).includes(name));
    throw lacking.length > 0 && sources.syntaxErrors.length === 0 ? missingError(lacking, error) : error;
  });
  const { settings, problems } = await readSettings(model['x-portside']);
  const inactive = inactiveServices(model, sources);
  const values = { ...includedValues(sources), ...envFiles, ...shell };
  const toGenerate = namesToGenerate(settings, values);
  return {
    project: { name: model.name, ...found },
    sources,
    model,
    environment,
    variables: withGeneratedOrigins(variables, toGenerate),
    toGenerate,
    missing: missing.filter(({ name }) => !toGenerate.includes(name)),
    values,
    inactive,
    missingBuildFiles: await findMissingBuildFiles(model),
    settings: withoutInactive(settings, inactive),
    settingsProblems: problems,
    requests: portRequests({ model, sources, shell, settings, demands }),
  };
}

function includedValues({ documents }: Sources): Record<string, string> {
  return Object.fromEntries(documents.flatMap(({ values }) => Object.entries(values.envFiles)));
}

/** The second half: what Compose itself would run as this instance, on the leased ports. */
export async function resolveStack(compose: Pick<Compose, 'config'>, draft: Draft, identity: Identity, leases: Lease[]): Promise<Stack> {
  const { project, sources, values } = draft;
  const environment = { ...draft.environment, ...leasedVariables(leases), INSTANCE_ID: identity.instance };
  const model = await resolveModel(compose, { ...project, composeName: identity.composeName, environment }, sources);
  // Read again: what a probe asks for may be made of values that the draft did not have.
  const { settings, problems } = await readSettings(model['x-portside']);
  const generated = secretsInUse(settings, values);
  return {
    project,
    identity,
    settings: withoutInactive(settings, draft.inactive),
    settingsProblems: problems,
    compose: withKeptSecrets(joinByService(withLeases(model, leases)), generated),
    leases,
    contents: await readContents(model, { ...values, ...environment }),
    generated,
    givenNames: givenNames(draft.model, model),
    ownNames: ownNames(draft.model),
    variables: withLeaseOrigins(draft.variables, leases),
    leftAlone: [],
    environment,
  };
}

/** `x-portside` of a model that Compose has printed. */
export async function readSettings(written: unknown): Promise<{ settings: Settings; problems: SettingsProblem[] }> {
  if (written === undefined || written === null) return { settings: {}, problems: [] };
  // The schemas take a while to load, and most projects need none.
  const { parseSettings } = await import('../../contract/parse-settings.ts');
  return parseSettings(withSingleDollars(written));
}

/** Compose writes `$` as `$$` in all that it prints, in what it does not know too. */
function withSingleDollars(written: unknown): unknown {
  return JSON.parse(JSON.stringify(written).replaceAll('$$', '$'));
}
