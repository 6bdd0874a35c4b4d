import { resolve } from 'node:path';
import { readIgnored } from '../../../system/docker-ignore.ts';
import { readText } from '../../../system/read.ts';
import { asSeenInside, type ComposeFile, type ComposeService } from '../../model/compose-file.ts';
import { chainOf, type DockerfileFacts } from '../../model/dockerfile.ts';
import { readCopies, resolveInside } from './copies.ts';
import { parseDockerfile } from './parse-dockerfile.ts';

/** Dockerfiles of all services that build from a folder of this machine; services that build the same one share it. */
export async function surveyDockerfiles({ services }: ComposeFile): Promise<Record<string, DockerfileFacts>> {
  const known = new Map<string, Promise<DockerfileFacts | undefined>>();
  const read = Object.entries(services).map(async ([service, { build }]) => {
    const key = JSON.stringify([build?.context, build?.dockerfile, build?.['dockerfile_inline'], build?.args, build?.target]);
    const facts = known.get(key) ?? readDockerfile(build);
    known.set(key, facts);
    return [service, await facts] as const;
  });
  const found = await Promise.all(read);
  return Object.fromEntries(found.flatMap(([service, facts]) => (facts ? [[service, facts]] : [])));
}

async function readDockerfile(build: ComposeService['build']): Promise<DockerfileFacts | undefined> {
  const { context } = build ?? {};
  if (!build || !context?.startsWith('/')) return undefined;
  const inline = build['dockerfile_inline'];
  const file = resolve(context, build.dockerfile ?? 'Dockerfile');
  const content = typeof inline === 'string' ? { text: inline.replaceAll('$$', '$') } : await readText(file);
  if (typeof content === 'string') return undefined;
  const { text } = content;
  const parsed = await parseDockerfile(text, {
    args: asSeenInside(build.args),
    ...(build.target ? { target: build.target } : {}),
  });
  const facts: DockerfileFacts = { ...parsed, file, inline: typeof inline === 'string', context, text, copies: [] };
  const ignored = await readIgnored(context, facts.inline ? undefined : file);
  const startsAt = (stage: number) => workdirOf(facts, facts.stages[stage]?.base);
  return { ...facts, copies: await readCopies(parsed.instructions, { context, ignored, startsAt }) };
}

/** The working folder at the end of a stage; undefined where the image that it begins with decides. */
function workdirOf(facts: DockerfileFacts, stage: number | undefined): string | undefined {
  const all = chainOf(facts, stage).filter(({ keyword }) => keyword === 'WORKDIR');
  return all.reduce<string | undefined>((folder, { words }) => resolveInside(folder, words[0]), undefined);
}
