import type { Draft } from '../model/draft.ts';
import type { Lease } from '../model/port.ts';
import { findProject, type FoundProject, type ProjectRequest } from '../resolve/find-project.ts';
import { writtenToGenerate } from '../resolve/generated.ts';
import { defaultInstanceName } from '../resolve/instance-name.ts';
import { readDraft } from '../resolve/resolve.ts';
import { type Sources, readSources } from '../resolve/sources.ts';
import type { ConfigOptions } from '../../contract/configuration.ts';
import { UserError } from '../../contract/user-error.ts';
import type { DeployTools } from '../tools.ts';
import { type Masking, createMasking } from './masking.ts';
import { type ServiceFile, type Use, serviceFilesIn, usesIn } from './uses.ts';
import { type WrittenValue, readWrittenValues } from './written-values.ts';

export type ConfigTools = Pick<
  DeployTools,
  'parser' | 'leases' | 'instances' | 'generated' | 'locks' | 'clock' | 'ids' | 'environment' | 'currentDirectory'
>;

/** All that is known of a project's variables, before it is told. */
export interface Known {
  found: FoundProject;
  shell: Record<string, string>;
  sources: Sources;
  uses: Use[];
  /** Entries of the project's env files, of those that included files bring, and of those that services read. */
  written: WrittenValue[];
  included: WrittenValue[];
  serviceFiles: (ServiceFile & { entries: WrittenValue[] })[];
  /** Undefined where Compose cannot read the files. */
  draft: Draft | undefined;
  instance: { name: string; composeName?: string; leases: Lease[]; generated: Record<string, string> };
  /** Variables that Portside makes a value for where nobody gives one. */
  generate: string[];
  problems: string[];
  masking: Masking;
}

/** Reads everything and changes nothing; needs no engine. Without the model it asks Compose nothing, and knows no instance. */
export async function gather(options: ConfigOptions, tools: ConfigTools, { withModel }: { withModel: boolean }): Promise<Known> {
  const shell = tools.environment;
  const found = await findProject(requestOf(options, tools));
  const own = await readWrittenValues(found.envFiles, shell);
  const values = { shell, envFiles: lastOf(own.entries) };
  const sources = await readSources(found.files, values);
  const includedFiles = [...new Set(sources.documents.flatMap(({ values: { includedFrom = [] } }) => includedFrom))];
  const included = await readWrittenValues(includedFiles, { ...values.envFiles, ...shell });
  const serviceFiles = await Promise.all(
    serviceFilesIn(sources.documents).map(async (one) => ({
      ...one,
      ...(await readWrittenValues([one.file], { ...values.envFiles, ...shell })),
    })),
  );
  const { draft, problem } = withModel ? await readModel(found, tools) : {};
  const instance = await instanceOf(draft, found.directory, options, tools);
  const generate = [...new Set([...writtenToGenerate(sources), ...(draft?.settings.env?.generate ?? [])])];
  const uses = usesIn(sources.documents);
  const masking = createMasking(generate);
  const written = [...own.entries, ...included.entries, ...serviceFiles.flatMap(({ entries }) => entries)];
  for (const { name, value } of written) masking.learn(name, value);
  for (const { name, operator, operand } of uses) if (/[-+]$/.test(operator)) masking.learn(name, operand);
  for (const [name, value] of Object.entries({ ...shell, ...instance.generated })) masking.learn(name, value);
  return {
    ...{ found, shell, sources, uses, serviceFiles, draft, instance, generate },
    written: own.entries,
    included: included.entries,
    problems: [
      ...own.problems,
      ...serviceFiles.flatMap(({ problems }) => problems),
      ...(problem === undefined ? [] : [masking.text(problem)]),
    ],
    masking,
  };
}

export function requestOf(
  { directory, files, envFiles, profiles }: ConfigOptions,
  { environment, currentDirectory }: ConfigTools,
): ProjectRequest {
  return {
    ...{ currentDirectory, environment },
    ...(directory === undefined ? {} : { directory }),
    ...(files ? { files } : {}),
    ...(envFiles ? { envFiles } : {}),
    ...(profiles ? { profiles } : {}),
  };
}

function lastOf(entries: WrittenValue[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

/** What Compose refuses can still be shown: that is when somebody looks. */
async function readModel(found: FoundProject, { parser, environment }: ConfigTools): Promise<{ draft?: Draft; problem?: string }> {
  try {
    return { draft: await readDraft(parser, { found, environment, demands: [] }) };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message };
    throw error;
  }
}

async function instanceOf(
  draft: Draft | undefined,
  directory: string,
  { name }: ConfigOptions,
  { instances, leases, generated, environment }: ConfigTools,
): Promise<Known['instance']> {
  const meant = name ?? (await defaultInstanceName(directory, environment));
  const mine = draft ? await instances.list({ project: draft.project.name, directory }) : [];
  const composeName = mine.find(({ instance }) => instance === meant)?.composeName;
  if (composeName === undefined) return { name: meant, leases: [], generated: {} };
  return { name: meant, composeName, leases: await leases.of(composeName), generated: await generated.of(composeName) };
}
