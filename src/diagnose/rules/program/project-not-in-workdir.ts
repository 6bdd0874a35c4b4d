import type { Candidate, Rule } from '../../candidate.ts';
import type { ServiceEvidence } from '../../evidence.ts';
import { copiesOf } from '../../reading/dockerfile-copies.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { mountOver, workdirOf } from '../../reading/program.ts';

/** A tool that runs a project finds none where it was started. */
const wordings = [
  /ENOENT.*['"](?<path>\/(?:[^'"]*\/)?package\.json)['"]/,
  /Couldn't find a (?<name>package\.json) file in ["'](?<folder>[^"']+)["']/,
  /No (?<name>package\.json) .*found in ["'](?<folder>[^"']+)["']/,
  /could not find a (?<name>composer\.json) file in (?<folder>\S+)/i,
  /could not find `?(?<name>Cargo\.toml)`? in `?(?<folder>\/[^`\s]*)`? or any parent/,
  /could not find a (?<name>pyproject\.toml) file in (?<folder>\/\S*)/i,
  /(?<name>go\.mod) file not found in current directory/,
  /goal you specified requires a project to execute but there is no POM in this directory \((?<folder>[^)]+)\)/,
];

export const projectNotInWorkdir: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const seen = hit.service ? evidence.services[hit.service] : undefined;
      return hit.service && seen ? [judge(hit, hit.service, seen)] : [];
    }),
};

function judge(hit: Hit, service: string, seen: ServiceEvidence): Candidate {
  const { path, folder: named, name } = hit.said;
  const folder = (named ?? path?.replace(/\/[^/]*$/, '') ?? workdirOf(seen)).replace(/(?<=.)\/+$|\.$/, '') || '/';
  const manifest = name ?? path?.split('/').at(-1) ?? 'pom.xml';
  const base = { cause: 'workdir-wrong' as const, service, evidence: [quote(hit)], sure: 84 };
  const mount = mountOver(seen, `${folder}/${manifest}`);
  if (mount && mount.type !== 'tmpfs')
    return {
      ...base,
      summary: `${service} looks for ${manifest} in ${folder}, where ${mount.source ?? 'a volume'} is mounted, and that has none`,
      suggestion: `mount the folder that has ${manifest}${seen.definition.build ? `, or take the mount at ${mount.target} away, which hides what the image has there` : ', or set working_dir to where it lies'}`,
      at: ['services', service, 'volumes', mount.index],
    };
  const there = folderOf(seen, manifest, folder);
  const own = typeof seen.definition['working_dir'] === 'string';
  return {
    ...base,
    summary: `${service} is started in ${folder}, where no ${manifest} is${there ? `: it lies in ${there}` : ''}`,
    suggestion: own
      ? there
        ? `set working_dir to ${there}${there === seen.image?.workdir ? ', or leave it out: the image says so itself' : ''}`
        : `set working_dir to the folder that has ${manifest}, or copy it to ${folder}`
      : there
        ? `set working_dir: ${there}, or WORKDIR in the Dockerfile`
        : `copy ${manifest} into the image (COPY), and make its folder the WORKDIR`,
    at: ['services', service, ...(own ? ['working_dir'] : [])],
    ...(there ? { repair: [repairTo(service, there, own && there === seen.image?.workdir)] } : {}),
  };
}

function repairTo(service: string, there: string, isOfImage: boolean) {
  const path = ['services', service, 'working_dir'];
  return isOfImage ? { edit: 'remove' as const, path } : { edit: 'set' as const, path, value: there };
}

/** Where it does lie, as far as files and Dockerfile say. */
function folderOf({ files, dockerfile, image }: ServiceEvidence, manifest: string, not: string): string | undefined {
  const file = files.find(({ inside, kind }) => kind === 'file' && inside.endsWith(`/${manifest}`));
  const copied = copiesOf(dockerfile?.text ?? '').some(({ sources }) => sources.some((source) => source.split('/').at(-1) === manifest));
  const there = file ? file.inside.slice(0, -manifest.length - 1) || '/' : copied ? image?.workdir : undefined;
  return there === not || there === '' ? undefined : there;
}
