import type { Candidate, Rule } from '../../candidate.ts';
import type { ServiceEvidence } from '../../evidence.ts';
import { find } from '../../reading/lines.ts';
import { commandLine, fileAt } from '../../reading/program.ts';
import { copiesOf, instructionsOf } from '../../reading/dockerfile-copies.ts';
import { serviceIn } from '../engine/refuses.ts';
import { interpreterMissing } from './interpreter-missing.ts';
import { notExecutable } from './not-executable.ts';
import { type About, base } from './refused-program.ts';

/** The engine, its init and the kernel on the program that a container should run: what `exec` said of it. */
const wordings = [
  /exec: "(?<program>[^"]*)": (?:stat \S+: )?(?<why>no such file or directory|permission denied|executable file not found in \$PATH|is a directory|not a directory|exec format error)/,
  /exec (?<program>\/?\S+?):? (?<why>exec format error|no such file or directory|permission denied|is a directory|argument list too long)/i,
  /(?:exec|execve) (?<program>\S+) failed: (?<why>Exec format error|No such file or directory|Permission denied)/i,
  /executable file `?(?<program>[^`\s]+)`? not found(?: in \$PATH)?: (?<why>No such file or directory)/i,
  /(?:open|exec) executable: (?<why>No such file or directory|Permission denied)|starting container process caused: (?<other>exec format error|permission denied)/i,
];

export const cannotRun: Rule = {
  look: (evidence) =>
    find(evidence, ['engine', 'log'], wordings).flatMap((hit) => {
      const service = hit.service ?? serviceIn(hit.text, evidence);
      const seen = service ? evidence.services[service] : undefined;
      const why = (hit.said['why'] ?? hit.said['other'] ?? '').toLowerCase();
      const program = hit.said['program'] ?? (seen ? wordsOf(seen)[0] : undefined);
      if (!service || !seen || !program) return [];
      const about: About = { evidence, hit, service, seen, program, file: fileAt(evidence, service, program) };
      if (why.includes('format')) return [format(about)];
      if (why.includes('permission')) return [notExecutable(about)];
      if (why.includes('is a directory')) return [absent(about, `${program} is a folder`)];
      // `exec: "x": stat x` looked for the file; `exec x: no such file` found it, and not its interpreter.
      return [/stat |\$PATH|executable file/.test(hit.text) ? absent(about) : interpreterMissing(about)];
    }),
};

function wordsOf(seen: ServiceEvidence): string[] {
  const { entrypoint, command } = commandLine(seen);
  return [...entrypoint, ...command];
}

function format(about: About): Candidate {
  const { service, program, file, seen } = about;
  if (file?.text !== undefined && !file.text.startsWith('#!'))
    return {
      ...{ ...base(about), cause: 'exec-format' },
      summary: `${service} runs ${program}, a script without a first line that names its interpreter`,
      suggestion: `begin ${file.file} with #!/bin/sh`,
      at: `${file.file}:1:1`,
      repair: [{ edit: 'insert-line', file: file.file, line: 1, text: '#!/bin/sh' }],
    };
  const built = seen.image?.architecture ? ` (the image is for ${seen.image.architecture})` : '';
  return {
    ...{ ...base(about), cause: 'exec-format' },
    summary: `${service} runs ${program}, which this machine cannot: it is made for another kind of processor${built}, or is a script without its first line #!`,
    suggestion: `build ${program} for this machine (platform:, GOARCH, the right download); a script has to begin with #!/bin/sh`,
    at: ['services', service],
  };
}

function absent(about: About, what?: string): Candidate {
  const { service, program, seen } = about;
  const { entrypoint } = commandLine(seen);
  const first = entrypoint[0] === program;
  const image = seen.definition.build ? 'the image that is built' : (seen.definition.image ?? 'its image');
  const copied =
    seen.dockerfile &&
    copiesOf(seen.dockerfile.text).find(({ sources }) => sources.some((source) => source.split('/').at(-1) === program.split('/').at(-1)));
  const name = program.split('/').at(-1) ?? program;
  const elsewhere = copied && (copied.intoFolder ? `${copied.destination.replace(/\/$/, '')}/${name}` : copied.destination);
  const written =
    seen.dockerfile &&
    instructionsOf(seen.dockerfile.text).findLast(({ text }) => /^\s*(?:ENTRYPOINT|CMD)\b/i.test(text) && text.includes(program));
  const mine = seen.dockerfile && written && elsewhere && elsewhere !== program;
  const key = first ? 'entrypoint' : 'command';
  const oneWord = program.includes(' ');
  return {
    ...{ ...base(about), cause: first ? 'entrypoint-wrong' : 'command-not-found' },
    summary: what ? `${service} is to run ${program}: ${what}` : `${service} is to run ${program}, which is not in ${image}`,
    suggestion: elsewhere
      ? `the Dockerfile copies it to ${elsewhere}: name it there`
      : oneWord
        ? `it is taken for one word: write the ${key} as a list of words`
        : `correct the ${key}, use an image that has ${program}, or install it there`,
    at: mine ? `${seen.dockerfile?.file}:${written.line}` : ['services', service, key],
    ...(mine && seen.dockerfile
      ? { repair: [{ edit: 'replace', file: seen.dockerfile.file, line: written.line, from: program, to: elsewhere }] }
      : {}),
  };
}
