import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { copiesOf, instructionsOf } from '../../reading/dockerfile-copies.ts';
import { fileAt, mountOver, userOf } from '../../reading/program.ts';

const path = String.raw`["'‘\x60(]?(?<path>\/[\w./@+-]+)["'’\x60)]?`;
const wordings = [
  new RegExp(String.raw`(?:EACCES|EPERM)[^'"\n]*['"](?<path>[^'"]+)['"]`),
  new RegExp(`${path}:? (?:failed )?\\(?(?:13: |errno 13: )?[Pp]ermission denied`),
  new RegExp(`[Pp]ermission denied:? ?(?:'|"|for |on |while |to )?${path}`),
  new RegExp(
    `(?:(?:open|mkdir|create|write|read|access|chown|chmod|unlink|touch)\\w*|directory|file|folder|path|dir)[^\\n]{0,80}?${path}[^\\n]{0,60}?(?:[Pp]ermission denied|not writable|not permitted|EACCES|AccessDenied)`,
  ),
  /AccessDeniedException: (?<path>\/\S+)/,
  new RegExp(`(?:directory|path|file|folder) ${path} (?:is not|isn't|not) (?:writable|writeable|readable|accessible)`),
  /(?:data directory|private key file|configuration file|key file|keyfile) "(?<path>[^"]+)" has (?:wrong ownership|group or world access|invalid permissions)/,
  /permissions on (?<path>\/\S+) are too open|Permissions \d+ for '(?<file>[^']+)' are too open|UNPROTECTED PRIVATE KEY FILE|has invalid permissions/i,
  /(?<sock>docker\.sock).{0,60}permission denied|permission denied.{0,80}docker\.sock/i,
  /[Pp]ermission denied|Operation not permitted|EACCES|EPERM|Errno 13|os error 13|UnauthorizedAccessException|not writable|must be owned by|wrong ownership/,
];

/** What it may not do, and to whom the thing belongs. */
export const permissionDenied: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const seen = hit.service ? evidence.services[hit.service] : undefined;
      return hit.service && seen && !isAboutPort(hit.text) ? [judge(evidence, hit, hit.service, seen)] : [];
    }),
};

function isAboutPort(text: string): boolean {
  return /\b(?:bind|listen)\b.*:\d+|make_sock|access denied for user/i.test(text);
}

function judge(evidence: Evidence, hit: Hit, service: string, seen: ServiceEvidence): Candidate {
  const where = hit.said['path'] ?? hit.said['file'];
  const user = userOf(seen);
  const who = user && user !== 'root' && user !== '0' ? ` as user ${user}` : '';
  const base = { cause: 'permission-denied' as const, service, evidence: [quote(hit)], sure: where ? 80 : 64 };
  if (hit.said['sock'] || /docker\.sock/.test(hit.text))
    return {
      ...{ ...base, sure: 84 },
      summary: `${service} may not use the engine's socket`,
      suggestion: `let ${service} run by the group that owns the socket (group_add: with the number of the group docker), or as root`,
      at: ['services', service],
    };
  const mount = where ? mountOver(seen, where) : undefined;
  if (mount?.type === 'volume' && !mount.readOnly)
    return {
      ...{ ...base, sure: 84 },
      summary: `${service} runs${who || ' as a user of its own'} and may not write ${where}: the volume at ${mount.target} belongs to root`,
      suggestion: `make ${mount.target} in the image and give it to that user before USER (RUN mkdir -p ${mount.target} && chown ${user || 'USER'} ${mount.target}): a new volume takes over its owner`,
      at: ['services', service, 'volumes', mount.index],
      ...ownFolder(seen, mount.target, user),
    };
  if (mount?.type === 'bind') {
    const file = where ? fileAt(evidence, service, where) : undefined;
    const host = mount.source?.replace(`${evidence.directory}/`, './') ?? 'the mounted folder';
    return {
      ...{ ...base, sure: 83 },
      summary: `${service} runs${who || ' as a user of its own'} and may not use ${where}, which is ${file ? file.file : host} of the host`,
      suggestion: `give ${file?.file ?? host} to that user (chown${/^\d/.test(user) ? ` ${user}` : ''}), or open it for others (chmod)`,
      at: ['services', service, 'volumes', mount.index],
    };
  }
  const copy = where && seen.dockerfile ? copyOf(seen, evidence, service, where) : undefined;
  if (copy && seen.dockerfile)
    return {
      ...{ ...base, sure: 84 },
      summary: `${service} runs${who} and may not use ${where}, which the Dockerfile copies for root`,
      suggestion: `write COPY --chown=${user || 'USER'} in ${seen.dockerfile.file}, line ${copy.line}`,
      at: `${seen.dockerfile.file}:${copy.line}`,
      ...(user && !/--chown/.test(copy.text)
        ? {
            repair: [{ edit: 'replace', file: seen.dockerfile.file, line: copy.line, from: copy.word, to: `${copy.word} --chown=${user}` }],
          }
        : {}),
    };
  return {
    ...base,
    summary: `${service} may not use ${where ?? 'a file or folder'}${who}`,
    suggestion: `see who owns ${where ?? 'it'}, and by which user ${service} runs (user:, USER): one of the two has to change`,
    at: ['services', service, ...(seen.definition['user'] === undefined ? [] : ['user'])],
  };
}

function copyOf(seen: ServiceEvidence, evidence: Evidence, service: string, where: string) {
  const name = fileAt(evidence, service, where)?.file.split('/').at(-1);
  const copy = name
    ? copiesOf(seen.dockerfile?.text ?? '').findLast(({ sources }) =>
        sources.some((source) => source === name || source.endsWith(`/${name}`)),
      )
    : undefined;
  const word = /^\s*(COPY|ADD)\b/i.exec(copy?.text ?? '')?.[1];
  return copy && word ? { ...copy, word } : undefined;
}

function ownFolder({ dockerfile }: ServiceEvidence, folder: string, user: string): Pick<Candidate, 'repair'> {
  const line = instructionsOf(dockerfile?.text ?? '').findLast(({ text }) => /^\s*USER\b/i.test(text))?.line;
  return dockerfile && line && user
    ? { repair: [{ edit: 'insert-line', file: dockerfile.file, line, text: `RUN mkdir -p ${folder} && chown ${user} ${folder}` }] }
    : {};
}
