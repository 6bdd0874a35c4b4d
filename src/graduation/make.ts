import { resolve } from 'node:path';
import type { Draft } from '../deploy/model/draft.ts';
import { interpolate } from '../deploy/model/interpolation.ts';
import { readEnvFiles } from '../deploy/resolve/env-files.ts';
import { resolveModel } from '../deploy/resolve/model.ts';
import { type Sources, readSources } from '../deploy/resolve/sources.ts';
import { leasedVariables } from '../deploy/resolve/with-leases.ts';
import type { Stack } from '../deploy/model/stack.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { pathKind } from '../system/read.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { envFilesOf } from './env-files.ts';
import { type Giving, type Mention, mentionsIn } from './expressions.ts';
import type { SeenFiles } from './look.ts';
import { type Marked, environmentOf, markVariables } from './marks.ts';
import { portOf } from './ports.ts';
import { marksLeft } from './restore.ts';
import type { Kept } from './secrets-stay-out.ts';
import { type StandingFile, standingFile } from './standing.ts';

/** A standing file, and what it was made from. */
export interface Made extends StandingFile {
  sources: Sources;
  /** Of the project's files, and of those that they name. */
  texts: string[];
  includedFrom: string[];
  kept: Kept;
}

/** The project's stack as plain Compose. Throws UserError where Compose takes no variables' values but the very ones there are. */
export async function makeStanding(
  { draft, stack, images }: SeenFiles,
  name: string,
  tools: Pick<DeployTools, 'parser' | 'environment'>,
): Promise<Made> {
  const { project, identity, leases } = stack;
  const { directory } = project;
  const sources = await readSources(project.files, {
    shell: tools.environment,
    envFiles: await readEnvFiles(project.envFiles, tools.environment),
  });
  const texts = sources.files.map(({ text }) => text);
  const mentions = mentionsIn(sources.files);
  const values = { ...draft.values, ...stack.environment };
  const giving = givingOf(stack);
  const home = tools.environment['HOME'] ?? '/';
  const own = project.files;
  const files = sources.files.map((file) => ({ ...file, own: own.includes(file.file) }));
  const { marked, standing } = await without(new Set());
  const envFiles = Object.keys(stack.compose.services).flatMap((service) =>
    envFilesOf(service, { files, own, directory, environment: values, giving }),
  );
  return {
    ...standing,
    notes: [...standing.notes, ...fromShell(draft, standing), ...frozen(marked, mentions, standing)],
    sources,
    texts,
    includedFrom: await existing(sources.documents.flatMap(({ values: { includedFrom = [] } }) => includedFrom)),
    kept: {
      values: {
        ...(await readEnvFiles(
          envFiles.map(({ path }) => resolve(directory, path)),
          values,
        )),
        ...draft.values,
      },
      secrets: { ...stack.generated, ...stack.contents.secrets },
    },
  };

  /** Whose mark Compose changed so that nobody can find it out again, has its value and no variable. */
  async function without(plain: ReadonlySet<string>): Promise<{ marked: Marked; standing: StandingFile }> {
    const candidate = await markVariables(
      Object.fromEntries(Object.entries(effective(mentions, values)).filter(([variable]) => !plain.has(variable))),
      {
        numbers: new Set(Object.keys(leasedVariables(leases))),
        used: JSON.stringify(stack.compose) + texts.join(''),
        resolve: async (marks) =>
          resolveModel(
            tools.parser,
            { ...project, composeName: identity.composeName, environment: { ...stack.environment, ...marks } },
            sources,
          ).catch(onlyRefusals),
      },
    );
    if (!candidate) throw new Error('Compose refuses the files of what runs');
    const made = standingFile({
      ...{ ...candidate, mentions, giving, files, directory, home, leases, images, name, settings: stack.settings },
      environment: { ...values, ...environmentOf(candidate.marks) },
      taken: new Set([...mentions.map(({ expression }) => expression.variable), ...Object.keys(values)]),
      written: (path) => sources.written(path),
    });
    const left = marksLeft(JSON.stringify(made.file), candidate.marks);
    return left.length > 0 ? without(new Set([...plain, ...left])) : { marked: candidate, standing: made };
  }
}

function givingOf({ leases, identity, settings }: Stack): Giving {
  const generate = settings.env?.generate ?? [];
  const required = settings.env?.required ?? [];
  return {
    leased: Object.fromEntries(leases.toReversed().flatMap((lease) => (lease.variable ? [[lease.variable, portOf(lease)]] : []))),
    instance: identity.instance,
    required: Object.fromEntries([
      ...required.map((name) => [name, `set ${name}`]),
      ...generate.map((name) => [name, `set ${name}, a secret of your own`]),
    ]),
  };
}

/** Variable → what it comes to, its default too. Those that a mark would turn into something else have none. */
function effective(mentions: readonly Mention[], values: Record<string, string>): Record<string, string> {
  const found = mentions.flatMap(({ expression }): [string, string][] => {
    const { variable, operator, operand } = expression;
    const alters =
      values[variable] === undefined &&
      mentions.some((one) => one.expression.variable === variable && one.expression.operator.endsWith('+'));
    if (everybodys.test(variable) || alters || operator.endsWith('+')) return [];
    return [[variable, interpolate(`\${${variable}${operator}${operand}}`, values)]];
  });
  // The first mention wins.
  return Object.fromEntries(found.toReversed());
}

/** Compose itself goes by these, and every shell has some of them. */
const everybodys = /^(COMPOSE_|DOCKER_|BUILDX?_|HOME$|PATH$|PWD$|USER$)/;

/** A refusal is an answer here. */
function onlyRefusals(error: unknown): undefined {
  if (!(error instanceof UserError) || error.exit !== exitCode.usage) throw error;
}

/** What only the shell said then: whoever runs the file says it again, or gets the default. */
function fromShell({ variables }: Draft, { file }: StandingFile): string[] {
  const names = variables.flatMap(({ name, from }) => (from === 'shell' && !everybodys.test(name) && isNamedIn(file, name) ? [name] : []));
  return names.length > 0 ? [`${names.join(', ')}: what was verified had ${names.length > 1 ? 'them' : 'it'} from the shell`] : [];
}

function isNamedIn(file: unknown, name: string): boolean {
  return new RegExp(`\\$\\{?${name}\\b`).test(JSON.stringify(file));
}

/** Variables that Compose would not have marked, or that our settings use, and that no place of the standing file names again. */
function frozen({ marks, model }: Marked, mentions: readonly Mention[], { file }: StandingFile): string[] {
  const names = mentions
    .filter(
      ({ path: [group, key] }) => (group === 'services' && String(key) in model.services) || (group === 'x-portside' && key === 'edge'),
    )
    .map(({ path, expression }) => ({ name: expression.variable, marked: path[0] === 'services' }))
    .filter(({ name, marked }) => !everybodys.test(name) && !(marked && marks.some(({ variable }) => variable === name)));
  return [...new Set(names.map(({ name }) => name))]
    .filter((name) => !isNamedIn(file, name))
    .map((name) => `${name}: its value stands here as it was; Compose does not say where it came out`);
}

async function existing(paths: string[]): Promise<string[]> {
  const kinds = await Promise.all([...new Set(paths)].map(async (path) => ({ path, kind: await pathKind(path) })));
  return kinds.filter(({ kind }) => kind === 'file').map(({ path }) => path);
}
