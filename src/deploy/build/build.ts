import type { Compose, ComposeInput, ComposeRun, Engine } from '../../engine/interface.ts';
import { EngineError } from '../../engine/interface.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { ComposeFile, ComposeService } from '../model/compose-file.ts';
import type { Image, Images } from '../model/image.ts';
import type { Stack } from '../model/stack.ts';

export interface BuildTools {
  engine: Engine;
  compose: Compose;
  /** Identifies all files that a build reads; undefined where it cannot be told, and the build always runs. */
  contextKey: (service: ComposeService) => Promise<string | undefined>;
  /** Writes a Compose file where only its owner can read it, and returns its path. */
  writeComposeFile: (purpose: string, file: ComposeFile) => Promise<string>;
  run: ComposeRun;
}

/** Builds or pulls what is missing, and pins every service to an image id. Throws UserError (exit 3): nothing that runs was touched. */
export async function build(stack: Stack, tools: BuildTools): Promise<Images> {
  const wanted = await Promise.all(Object.entries(stack.compose.services).map((entry) => wantImage(stack, entry, tools)));
  await buildMissing(stack, wanted, tools);
  await pullMissing(stack, wanted, tools);
  const images = await Promise.all(wanted.map(async (want) => [want.service, want.found ?? (await mustHave(want, tools))] as const));
  return Object.fromEntries(images);
}

interface Wanted {
  service: string;
  reference: string;
  definition: ComposeService;
  source: 'build' | 'pull' | 'other-service';
  found: Image | undefined;
}

async function wantImage(stack: Stack, [service, definition]: [string, ComposeService], tools: BuildTools): Promise<Wanted> {
  const [maker, made] = makerOf(stack, service, definition);
  const reference = await referenceOf(stack, service, definition, tools.contextKey);
  const always = made.pull_policy === (made.build ? 'build' : 'always') || reference.endsWith(unknownContent);
  const found = always ? undefined : await tools.engine.inspectImage(reference);
  return { service, reference, definition, source: maker === service ? (made.build ? 'build' : 'pull') : 'other-service', found };
}

/** The service whose build makes the image: often one builds under a name that others only run. */
function makerOf({ compose }: Stack, service: string, definition: ComposeService): [string, ComposeService] {
  const own: [string, ComposeService] = [service, definition];
  if (definition.build || !definition.image) return own;
  return Object.entries(compose.services).find(([, other]) => other.build && other.image === definition.image) ?? own;
}

/** Ends the name of an image whose content no key tells: it is built each time. */
export const unknownContent = ':latest-build';

/** The image that a service runs: the file's own, or Portside's tag, which names what it is built from. */
export async function referenceOf(
  stack: Stack,
  service: string,
  definition: ComposeService,
  contextKey: BuildTools['contextKey'],
): Promise<string> {
  const [maker, made] = makerOf(stack, service, definition);
  if (!made.build) return definition.image ?? '';
  const key = await contextKey(made);
  const name = `portside/${stack.project.name}-${maker}`.toLowerCase();
  return key ? `${name}:${key}` : `${name}-${stack.identity.instance}${unknownContent}`;
}

async function buildMissing(stack: Stack, wanted: Wanted[], tools: BuildTools) {
  const missing = wanted.filter((want) => want.source === 'build' && !want.found);
  if (missing.length === 0) return;
  const services = Object.fromEntries(missing.map((want) => [want.service, buildDefinition(want)]));
  const file = await tools.writeComposeFile('build', { ...stack.compose, services });
  try {
    await tools.compose.build(composeInput(stack, file), Object.keys(services), tools.run);
  } catch (error) {
    throw unavailable(
      'build-failed',
      `cannot build ${names(missing)}`,
      'mend the Dockerfile or the build context, then run the same command again',
      error,
    );
  }
}

/** Builds under Portside's own tag, which names the content, and under the tag that the file asks for. */
function buildDefinition(want: Wanted): ComposeService {
  const tags = want.definition.image ? [want.definition.image] : [];
  const { build: from, platform } = want.definition;
  const given = Array.isArray(from?.['tags']) ? (from['tags'] as string[]) : [];
  return { image: want.reference, build: { ...from, tags: [...given, ...tags] }, ...(platform ? { platform } : {}) };
}

async function pullMissing(stack: Stack, wanted: Wanted[], tools: BuildTools) {
  const missing = wanted.filter((want) => want.source === 'pull' && !want.found);
  if (missing.length === 0) return;
  const forbidden = missing.filter((want) => want.definition.pull_policy === 'never');
  if (forbidden.length > 0)
    throw unavailable(
      'image-not-found',
      `no image ${names(forbidden)} on this machine, and pull_policy forbids pulling it`,
      'build or load it first',
    );
  const services = Object.fromEntries(missing.map((want) => [want.service, { image: want.reference, ...platformOf(want.definition) }]));
  const file = await tools.writeComposeFile('pull', { ...stack.compose, services });
  try {
    await tools.compose.pull(composeInput(stack, file), Object.keys(services), tools.run);
  } catch (error) {
    throw unavailable(
      'image-not-found',
      `cannot pull ${names(missing)}`,
      'check the name and tag, log in to its registry, or give the service a `build:`',
      error,
    );
  }
}

function platformOf(definition: ComposeService): ComposeService {
  return typeof definition['platform'] === 'string' ? { platform: definition['platform'] } : {};
}

async function mustHave(want: Wanted, tools: BuildTools): Promise<Image> {
  const image = await tools.engine.inspectImage(want.reference);
  if (!image)
    throw unavailable(
      'image-not-found',
      `${want.service}: the engine has no image ${want.reference}, though Compose says it does`,
      'run the command again with --verbose',
    );
  return image;
}

function names(wanted: Wanted[]): string {
  return wanted.map((want) => (want.source === 'build' ? want.service : `${want.reference} (${want.service})`)).join(', ');
}

function unavailable(code: string, message: string, hint: string, cause?: unknown): UserError {
  const reason = cause instanceof EngineError ? `: ${cause.message}` : '';
  if (cause && !(cause instanceof EngineError)) throw cause;
  return new UserError({ code, exit: exitCode.stopped, message: message + reason, hint, cause });
}

function composeInput(stack: Stack, file: string): ComposeInput {
  return {
    composeName: stack.identity.composeName,
    directory: stack.project.directory,
    files: [file],
    envFiles: [],
    profiles: [],
    environment: stack.environment,
  };
}
