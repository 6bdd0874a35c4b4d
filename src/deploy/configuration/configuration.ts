import type { ConfigOptions, ConfigVariable, Configuration, ServiceVariable } from '../../contract/configuration.ts';
import { nearest } from '../../contract/nearest.ts';
import { mentionedVariables } from '../model/interpolation.ts';
import { type ConfigTools, type Known, gather } from './known.ts';
import { describeVariable } from './variable.ts';

/** Every variable that shapes the stack, without any secret's value. */
export async function showConfiguration(options: ConfigOptions, tools: ConfigTools): Promise<Configuration> {
  const known = await gather(options, tools, { withModel: true });
  const { found, draft, instance, problems } = known;
  const names = [...new Set(known.uses.map(({ name }) => name))].toSorted();
  return {
    directory: found.directory,
    project: draft?.project.name ?? null,
    instance: instance.composeName === undefined ? null : instance.name,
    files: found.files,
    env_files: found.envFiles,
    variables: names.map((name) => describeVariable(name, known)),
    service_variables: serviceVariables(known),
    compose_variables: composeVariables(known),
    unused: unusedEntries(known, names),
    problems,
  };
}

function serviceVariables({ serviceFiles, masking: { mask } }: Known): ServiceVariable[] {
  const all = serviceFiles.flatMap(({ services, entries }) =>
    entries.map(({ name, value, at }) => {
      const shown = mask(name, value);
      return { name, value: shown, secret: shown !== value, at, services };
    }),
  );
  return all.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** What decides which files, profiles and engine are meant. Compose reads its own from the env file too, the engine's only from the shell. */
function composeVariables({ shell, written, masking: { mask } }: Known): ConfigVariable[] {
  const fromShell = Object.keys(shell).filter((name) => name.startsWith('COMPOSE_') || engineVariables.has(name));
  const names = [...fromShell, ...written.flatMap(({ name }) => (name.startsWith('COMPOSE_') ? [name] : []))];
  return [...new Set(names)].toSorted().map((name) => {
    const below = written
      .filter((entry) => entry.name === name && name.startsWith('COMPOSE_'))
      .toReversed()
      .map(({ value, at }) => ({ from: 'env-file' as const, value: mask(name, value), at }));
    const above = shell[name] === undefined ? [] : [{ from: 'shell' as const, value: mask(name, shell[name]), at: null }];
    const [winner = { from: 'none' as const, value: null, at: null }, ...shadowed] = [...above, ...below];
    return { name, ...winner, secret: winner.value === '***', required: false, missing: false, used_by: [], shadowed };
  });
}

const engineVariables = new Set([
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
  'DOCKER_DEFAULT_PLATFORM',
  'CONTAINER_HOST',
]);

/** Somebody set them for nothing, or misspelt them. */
function unusedEntries({ written, uses, serviceFiles, found }: Known, used: string[]): Configuration['unused'] {
  const wholeFiles = found.envFiles.filter((file) => serviceFiles.some((one) => one.file === file));
  const elsewhere = new Set([
    ...written.flatMap(({ mentions }) => mentions),
    ...serviceFiles.flatMap(({ entries }) => entries.flatMap(({ mentions }) => mentions)),
    ...uses.flatMap(({ operand }) => mentionedVariables(operand).map(({ variable }) => variable)),
    ...used,
  ]);
  const given = new Set(written.map(({ name }) => name));
  return written
    .filter(({ name, at }) => !elsewhere.has(name) && !name.startsWith('COMPOSE_') && !wholeFiles.some((file) => at.startsWith(`${file}:`)))
    .map(({ name, at }) => {
      const meant = nearest(
        name,
        used.filter((other) => !given.has(other)),
      );
      return { name, at, ...(meant ? { did_you_mean: meant } : {}) };
    });
}
