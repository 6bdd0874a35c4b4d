import type { Candidate } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { instructionsOf } from '../../reading/dockerfile-copies.ts';
import type { Hit } from '../../reading/lines.ts';
import { fileAt, workdirOf } from '../../reading/program.ts';

/** A file of the project's own is not where it is looked for. */
export function ownFileMissing(
  evidence: Evidence,
  base: Omit<Candidate, 'summary' | 'suggestion'>,
  name: string,
  seen: ServiceEvidence,
  hit: Hit,
): Candidate {
  const service = base.service ?? '';
  const extension = extensionMissing(evidence, service, name, hit);
  if (extension)
    return {
      ...base,
      summary: `${service} imports ${extension.written}, and ES modules want the whole name of the file`,
      suggestion: `write ${extension.written}${extension.by} in ${extension.file}`,
      at: `${extension.file}:${extension.line}`,
      repair: [
        {
          edit: 'replace',
          file: extension.file,
          line: extension.line,
          from: extension.quoted,
          to: `${extension.quoted.slice(0, -1)}${extension.by}${extension.quoted.at(-1)}`,
        },
      ],
    };
  const moved = movedTo(seen, name);
  if (moved)
    return {
      ...base,
      summary: `${service} starts ${name}, and its Dockerfile makes ${moved.there}`,
      suggestion: `let ${seen.dockerfile?.file} start ${moved.there}`,
      at: `${seen.dockerfile?.file}:${moved.line}`,
      ...(moved.unsure
        ? {}
        : { repair: [{ edit: 'replace', file: seen.dockerfile?.file ?? '', line: moved.line, from: moved.written, to: moved.there }] }),
    };
  const workdir = workdirOf(seen);
  const elsewhere = (seen.definition.volumes ?? []).find(
    ({ type, target }) =>
      type === 'bind' && !name.startsWith(`${target}/`) && fileOf(evidence, service, `${target}/${name.split('/').at(-1)}`),
  );
  if (elsewhere && name.startsWith(workdir))
    return {
      ...{ ...base, cause: 'workdir-wrong' },
      summary: `${service} looks for ${name}, and its files are mounted at ${elsewhere.target}`,
      suggestion: `write working_dir: ${elsewhere.target}`,
      at: ['services', service, 'working_dir'],
      repair: [{ edit: 'set', path: ['services', service, 'working_dir'], value: elsewhere.target }],
    };
  return {
    ...base,
    summary: `${service} loads ${name}, which is not there`,
    suggestion: `see what the image or the mount has there, and correct the path, the command or the working folder (${workdir})`,
    at: ['services', service, 'command'],
  };
}

function fileOf(evidence: Evidence, service: string, inside: string): boolean {
  return fileAt(evidence, service, inside)?.inside === inside;
}

/** `import './routes'` where routes.mjs lies beside it. */
function extensionMissing(evidence: Evidence, service: string, name: string, { said }: Hit) {
  const importer = fileAt(evidence, service, (said['from'] ?? '').replace(/^file:\/\//, ''));
  const base = name.split('/').at(-1) ?? name;
  if (!importer?.text || /\.\w+$/.test(base)) return undefined;
  const lines = importer.text.split('\n');
  const index = lines.findIndex((line) => new RegExp(`(?:from|import)\\s*\\(?['"][^'"]*${base}['"]`).test(line));
  const quoted = new RegExp(`['"][^'"]*${base}['"]`).exec(lines[index] ?? '')?.[0];
  if (!quoted) return undefined;
  const own = /\.\w+$/.exec(importer.file)?.[0] ?? '.js';
  const by = (evidence.services[service]?.files ?? []).map(({ inside }) => inside).find((inside) => inside.startsWith(`${name}.`));
  return { file: importer.file, line: index + 1, quoted, written: quoted.slice(1, -1), by: by ? by.slice(name.length) : own };
}

/** The folder that the Dockerfile makes, where the one that it starts from does not exist. */
function movedTo(
  { dockerfile, image }: ServiceEvidence,
  name: string,
): { there: string; written: string; line: number; unsure: boolean } | undefined {
  if (!dockerfile) return undefined;
  const workdir = image?.workdir ?? '/';
  const relative = name.startsWith(`${workdir}/`) ? name.slice(workdir.length + 1) : name;
  const base = relative.split('/').at(-1) ?? relative;
  const written = instructionsOf(dockerfile.text).findLast(({ text }) => /^\s*(?:CMD|ENTRYPOINT)\b/i.test(text) && text.includes(relative));
  const made = [...dockerfile.text.matchAll(new RegExp(`(?<![\\w./-])((?:[\\w-]+/)+${base.replaceAll('.', '\\.')})(?![\\w.-])`, 'g'))].map(
    ([, path = '']) => path,
  );
  const others = [...new Set(made.filter((path) => path !== relative && !path.includes(workdir)))];
  return written && others[0] ? { there: others[0], written: relative, line: written.line, unsure: others.length > 1 } : undefined;
}
