import { relative } from 'node:path';
import { publishesHere, type EngineFacts } from '../../model/observed.ts';
import { type Ignored, readIgnored } from '../../../system/docker-ignore.ts';
import { pathKind } from '../../../system/read.ts';
import { lookBelow } from '../../../system/host-file.ts';
import type { Engine } from '../../../engine/interface.ts';
import type { ComposeService } from '../../model/compose-file.ts';
import { baseImageOf, chainOf, dockerfileKeywords, type DockerfileFacts, type Instruction } from '../../model/dockerfile.ts';
import type { FilesInside } from '../../model/inside.ts';
import type { Image, Images } from '../../model/image.ts';
import type { Run, RunFile } from '../../model/run.ts';
import { broughtBy, type Bringer } from './brought-by.ts';
import { imageOfDockerfile } from './image-of-dockerfile.ts';
import type { Looks } from './looks.ts';
import { originOf } from './origin.ts';
import { runOf } from './run-of.ts';
import { missingPrograms, wantedFirst, wantedThen } from './wanted.ts';

export interface Looking {
  engine: Pick<Engine, 'inspectImage'>;
  looks: Looks;
  facts: EngineFacts;
}

/** What each service will run, and what lies where that looks; services of which too little is known are left out. */
export async function surveyContainers(
  services: Record<string, ComposeService>,
  { images, dockerfiles, before }: { images: Images; dockerfiles: Record<string, DockerfileFacts>; before: Record<string, string[]> },
  looking: Looking,
): Promise<Record<string, Run>> {
  const runs = Object.entries(services).map(async ([service, definition]) => {
    const container = await containerOf(definition, images[service], dockerfiles[service], looking);
    const filledByOthers = Object.entries(services).flatMap(([name, { volumes }]) => (name === service ? [] : writtenBy(volumes)));
    return container
      ? [[service, await look({ ...container, filledByOthers, ...(before[service] ? { before: before[service] } : {}) }, looking)] as const]
      : [];
  });
  return Object.fromEntries((await Promise.all(runs)).flat());
}

/** A service as far as it is known: its image, or the Dockerfile and the image that this begins with. */
interface Container {
  definition: ComposeService;
  image: Image;
  /** What somebody else made: the image itself, or what its Dockerfile begins with. */
  beginsWith: string;
  /** Absent where the image is there. */
  dockerfile?: DockerfileFacts;
  ignored?: Ignored;
  base?: Image;
  before?: string[];
  /** Folders of this machine that other services may write into. */
  filledByOthers?: string[];
}

async function containerOf(
  definition: ComposeService,
  image: Image | undefined,
  dockerfile: DockerfileFacts | undefined,
  { engine }: Looking,
): Promise<Container | undefined> {
  // What is mounted is somebody else's to say.
  if (definition['volumes_from'] !== undefined) return undefined;
  const reference = dockerfile && baseImageOf(dockerfile, dockerfile.target);
  const beginsWith = reference ?? image?.reference ?? '';
  if (image) return { definition, image, beginsWith };
  if (!dockerfile || dockerfile.foreignSyntax) return undefined;
  const base = reference && reference !== 'scratch' ? await engine.inspectImage(reference).catch(() => undefined) : undefined;
  const made = imageOfDockerfile(dockerfile, base);
  if (!made) return undefined;
  const ignored = await readIgnored(dockerfile.context, dockerfile.inline ? undefined : dockerfile.file);
  return { definition, image: made, beginsWith, dockerfile, ignored, ...(base ? { base } : {}) };
}

async function look(container: Container, looking: Looking): Promise<Run> {
  const { definition, image, beginsWith, before } = container;
  const run = { ...runOf(definition, image, beginsWith), ...(before ? { before } : {}) };
  const first = await see(container, wantedFirst(run), looking);
  const half = { ...run, files: first };
  const files = { ...first, ...(await see(container, wantedThen(half), looking)) };
  const hidden = await hiddenBy(container, missingPrograms(half), looking);
  return { ...run, files, ...(hidden.length > 0 ? { hidden } : {}) };
}

/** Which of the paths the image has below a mount. */
async function hiddenBy({ definition, image, dockerfile }: Container, paths: string[], { looks, facts }: Looking): Promise<string[]> {
  const covered = paths.filter((path) => originOf(path, definition, publishesHere(facts)).from !== 'image');
  if (dockerfile || covered.length === 0) return [];
  const seen = await looks.into(image.id, covered);
  return covered.filter((path) => seen[path]?.kind === 'file');
}

function writtenBy(volumes: ComposeService['volumes']): string[] {
  return (volumes ?? []).flatMap(({ type, source, read_only: readOnly }) => (type === 'bind' && source && !readOnly ? [source] : []));
}

const largestText = 256 * 1024;

async function see(container: Container, paths: string[], { looks, facts }: Looking): Promise<Record<string, RunFile>> {
  const { definition, image, dockerfile } = container;
  const seesHost = publishesHere(facts);
  const files: Record<string, RunFile> = {};
  const ofImage: string[] = [];
  for (const path of paths) {
    const origin = originOf(path, definition, seesHost);
    if (origin.from === 'image') ofImage.push(path);
    if (origin.from !== 'host') continue;
    const found = await lookBelow(origin.root, origin.file, largestText);
    // Another service may make it before this one starts.
    if (found?.kind === 'missing' && container.filledByOthers?.some((folder) => `${origin.file}/`.startsWith(`${folder}/`))) continue;
    if (found) files[path] = { ...found, path, via: 'mount', host: origin.file };
  }
  const seen = dockerfile ? await seeUnbuilt(ofImage, dockerfile, container, looks) : fromImage(await looks.into(image.id, ofImage));
  // A link of the image may lead into what a mount hides.
  const visible = Object.entries(seen).filter(
    ([, { path, via }]) => via === 'copy' || originOf(path, definition, seesHost).from === 'image',
  );
  return { ...files, ...Object.fromEntries(visible) };
}

function fromImage(files: FilesInside): Record<string, RunFile> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path, { ...file, via: 'image' as const }]));
}

async function seeUnbuilt(
  paths: string[],
  dockerfile: DockerfileFacts,
  { base, ignored }: Container,
  looks: Looks,
): Promise<Record<string, RunFile>> {
  const files: Record<string, RunFile> = {};
  const ofBase: string[] = [];
  for (const path of paths) {
    const bringer = await bringerOf(path, dockerfile, ignored);
    if (bringer.by === 'base') ofBase.push(path);
    if (bringer.by !== 'copy') continue;
    const found = await lookBelow(dockerfile.context, bringer.file, largestText);
    if (!found || found.kind === 'missing') continue;
    const { line, chmod } = bringer.copy;
    const copiedAt = { file: dockerfile.file, line, inline: dockerfile.inline, ...(chmod === undefined ? {} : { chmod }) };
    const { mode: _mode, ...withoutMode } = found;
    // What --chmod says is not what lies in the context; a symbolic one only the builder works out.
    const copied = chmod === undefined ? found : /^0?[0-7]{3}$/.test(chmod) ? { ...found, mode: Number.parseInt(chmod, 8) } : withoutMode;
    const given = bringer.sameMode ? copied : withoutMode;
    files[path] = { ...given, path, via: 'copy', host: bringer.file, copiedAt };
  }
  // A command may make anything anywhere: then nothing is known to be missing, and little to have stayed.
  const mayMake = ({ keyword }: Instruction) => keyword === 'RUN' || !dockerfileKeywords.includes(keyword);
  if (!base || chainOf(dockerfile, dockerfile.target).some(mayMake)) return files;
  return { ...fromImage(await looks.into(base.id, ofBase)), ...files };
}

async function bringerOf(path: string, dockerfile: DockerfileFacts, ignored: Ignored | undefined): Promise<Bringer> {
  const there = new Set<string>();
  // Asked first, so that the rest is a pure function.
  const asked = new Set<string>();
  broughtBy(path, dockerfile, (file) => {
    asked.add(file);
    return false;
  });
  const isCopied = async (file: string) => (await pathKind(file)) !== 'missing' && !ignored?.ignores(relative(dockerfile.context, file));
  await Promise.all([...asked].map(async (file) => ((await isCopied(file)) ? there.add(file) : undefined)));
  return broughtBy(path, dockerfile, (file) => there.has(file));
}
