import type { ConfigChange, ConfigOptions } from '../../contract/configuration.ts';
import { nearest } from '../../contract/nearest.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { isTracked } from '../../system/git.ts';
import { parseDotenv } from '../resolve/dotenv.ts';
import { type Edited, setVariable, unsetVariable } from './edit-dotenv.ts';
import { envFileFor, rewriteLocked } from './env-file.ts';
import { type ConfigTools, type Known, gather } from './known.ts';

/** Sets variables in the project's env file, or takes those out whose value is null. Throws UserError for names that cannot be variables. */
export async function changeConfiguration(
  options: ConfigOptions,
  wanted: Readonly<Record<string, string | null>>,
  tools: ConfigTools,
): Promise<ConfigChange> {
  for (const [name, value] of Object.entries(wanted)) validate(name, value);
  const names = Object.keys(wanted);
  const file = await envFileFor(names, options, tools);
  const { envFiles: _named, ...project } = options;
  const known = await gather(project, { ...tools, environment: withoutListedFiles(tools.environment) }, { withModel: false });
  let edits: Edited[] = [];
  let broken: number[] = [];
  const { created } = await rewriteLocked(file, tools, (text) => {
    ({ edits, broken } = edited(text, wanted));
    return edits.at(-1)?.text ?? text;
  });
  const changes = Object.entries(wanted).map(([name, value], index) => describe(name, value, edits[index], file, known));
  const warnings = changes.flatMap((change, index) =>
    warningsOn(change.name, wanted[change.name] ?? null, { edit: edits[index], file }, known),
  );
  return {
    ...{ file, created },
    changes: changes.map(({ secret: _secret, ...change }) => change),
    warnings: [
      ...warnings,
      ...broken.map((line) => `${file}:${line}: Compose cannot read this line, and refuses the file`),
      ...(changes.some(({ secret }) => secret) && (await isTracked(file, tools.environment))
        ? [`${file} is tracked by git: a commit would carry the secret. git rm --cached takes it out, .gitignore keeps it out`]
        : []),
    ],
  };
}

/** Only the file that is changed has to be there, and that one need not. */
function withoutListedFiles({ COMPOSE_ENV_FILES: _listed, ...environment }: Record<string, string>): Record<string, string> {
  return environment;
}

function edited(text: string, wanted: Readonly<Record<string, string | null>>): { edits: Edited[]; broken: number[] } {
  const edits: Edited[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const before = edits.at(-1)?.text ?? text;
    edits.push(value === null ? unsetVariable(before, name) : setVariable(before, name, value));
  }
  return { edits, broken: parseDotenv(edits.at(-1)?.text ?? text).broken };
}

function describe(name: string, value: string | null, edit: Edited | undefined, file: string, known: Known) {
  const shown = value === null ? null : known.masking.mask(name, value);
  const own = known.uses.flatMap((use) => (use.name === name && use.service !== undefined ? [use.service] : []));
  const whole = known.serviceFiles.flatMap((one) => (one.file === file ? one.services : []));
  return {
    ...{ name, value: shown, done: edit?.done ?? ('absent' as const), line: edit?.line ?? null },
    services: [...new Set([...own, ...whole])].toSorted(),
    secret: value !== null && shown !== value,
  };
}

function warningsOn(
  name: string,
  value: string | null,
  { edit, file }: { edit: Edited | undefined; file: string },
  { uses, shell, generate, serviceFiles }: Known,
): string[] {
  const { others = [], line = 0, done } = edit ?? {};
  if (done === 'absent') return [];
  const used = [...new Set(uses.map((use) => use.name))];
  const meant = nearest(name, used);
  const unused =
    value !== null &&
    !used.includes(name) &&
    !serviceFiles.some((one) => one.file === file) &&
    !(name in projectVariables) &&
    !engineOnly(name);
  return [
    ...(others.length > 0 && done !== 'removed'
      ? [`${name} stands on line ${others.join(', ')} too: the last one counts, which is line ${line}`]
      : []),
    ...(shell[name] === undefined ? [] : [`the shell sets ${name} too, and wins over the file`]),
    ...(name in projectVariables ? [`${name} ${projectVariables[name]}`] : []),
    ...(engineOnly(name) ? [`${name} is read from the shell only, never from an env file`] : []),
    ...(generate.includes(name)
      ? [`${name} is generated for each instance where nobody sets it: data that was made with the other value may no longer open`]
      : []),
    ...(unused ? [`nothing in the Compose files uses ${name}${meant ? `; did you mean ${meant}?` : ''}`] : []),
  ];
}

const projectVariables: Record<string, string> = {
  COMPOSE_PROJECT_NAME: "is the project's name: what runs under the old name is another project from now on",
  COMPOSE_FILE: 'says which Compose files are read',
  COMPOSE_PATH_SEPARATOR: 'says how COMPOSE_FILE is taken apart',
  COMPOSE_PROFILES: 'says which services run',
};

function engineOnly(name: string): boolean {
  return name === 'COMPOSE_ENV_FILES' || /^(DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|CONTAINER_HOST)$/.test(name);
}

function validate(name: string, value: string | null): void {
  const refuse = (message: string, hint: string) => new UserError({ code: 'bad-variable', exit: exitCode.usage, message, hint });
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
    throw refuse(
      `${JSON.stringify(shown)} cannot be a variable's name`,
      'a name has letters, digits and _, and does not start with a digit',
    );
  }
  if (name === 'INSTANCE_ID')
    throw refuse('INSTANCE_ID is set by Portside for each instance', 'an instance is named by portside up --name ID');
  if (value?.includes('\0'))
    throw refuse(`the value of ${name} has a zero byte in it`, 'no program could get it as a variable: base64 -w0 makes text of it');
}
