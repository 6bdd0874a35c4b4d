import type { Repair } from '../../../deploy/model/repair.ts';
import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence, SourceFile } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { commandLine, fileAt, placeOf } from '../../reading/program.ts';
import { copiesOf, instructionsOf } from '../../reading/dockerfile-copies.ts';
import { serviceIn } from '../engine/refuses.ts';

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
      return [/stat |\$PATH|executable file/.test(hit.text) ? absent(about) : interpreter(about)];
    }),
};

interface About {
  evidence: Evidence;
  hit: Hit;
  service: string;
  seen: ServiceEvidence;
  program: string;
  file: SourceFile | undefined;
}

function wordsOf(seen: ServiceEvidence): string[] {
  const { entrypoint, command } = commandLine(seen);
  return [...entrypoint, ...command];
}

function base({ service, hit }: About): Pick<Candidate, 'service' | 'evidence' | 'sure'> {
  return { service, evidence: [quote(hit)], sure: 92 };
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

function notExecutable(about: About): Candidate {
  const { service, program, file, seen, evidence } = about;
  const repair = file?.by === 'mount' ? byInterpreter(about) : copyWithMode(about);
  const hidden = file?.by === 'mount' && seen.definition.build;
  return {
    ...{ ...base(about), cause: 'not-executable' },
    summary: `${service} runs ${program}, which may not be executed${hidden ? ': the bind mount puts the file of the host, without its executable bit, over that of the image' : ''}`,
    suggestion: file
      ? `chmod +x ${file.file}${file.by === 'copy' ? ' (git update-index --chmod=+x), or COPY it with --chmod=755' : ', or run it by its interpreter'}`
      : `make ${program} executable in the image: RUN chmod +x ${program}`,
    at:
      file?.by === 'copy' && repair
        ? placeOfCopy(about)
        : (placeOf(evidence, ['services', service, 'entrypoint']) ?? ['services', service]),
    ...(repair ? { repair } : {}),
  };
}

function placeOfCopy({ seen, file }: About): string {
  const copy = copyOf(seen, file);
  return `${seen.dockerfile?.file}:${copy?.line ?? 1}`;
}

function copyOf({ dockerfile }: ServiceEvidence, file: SourceFile | undefined) {
  const name = file?.file.split('/').at(-1);
  return dockerfile && name
    ? copiesOf(dockerfile.text).findLast(({ sources }) => sources.some((source) => source === name || source.endsWith(`/${name}`)))
    : undefined;
}

function copyWithMode({ seen, file }: About): Repair | undefined {
  const copy = copyOf(seen, file);
  const word = /^\s*(COPY|ADD)\b/i.exec(copy?.text ?? '')?.[1];
  if (!copy || !word || !seen.dockerfile || /--chmod/.test(copy.text)) return undefined;
  return [{ edit: 'replace', file: seen.dockerfile.file, line: copy.line, from: word, to: `${word} --chmod=755` }];
}

/** A script of the host keeps its mode: it is run by the interpreter that it names. */
function byInterpreter({ seen, service, program, file }: About): Repair | undefined {
  const named = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(file?.text ?? '');
  if (!named) return undefined;
  const name = named[1] === '/usr/bin/env' ? named[2] : named[1]?.split('/').at(-1);
  const { entrypoint, command } = commandLine(seen);
  if (!name) return undefined;
  // With an entrypoint of its own a service loses the image's command.
  if (entrypoint[0] === program)
    return [
      { edit: 'set', path: ['services', service, 'entrypoint'], value: [name, ...entrypoint] },
      ...(command.length > 0 && !seen.definition.command
        ? [{ edit: 'set' as const, path: ['services', service, 'command'], value: command }]
        : []),
    ];
  return command[0] === program ? [{ edit: 'set', path: ['services', service, 'command'], value: [name, ...command] }] : undefined;
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

function interpreter(about: About): Candidate {
  const { service, program, file, seen } = about;
  const firstLine = file?.text?.split('\n')[0] ?? '';
  if (firstLine.endsWith('\r') || /\r/.test(about.hit.text))
    return {
      ...{ ...base(about), cause: 'crlf-entrypoint' },
      summary: `${service} runs ${program}, which has the line ends of Windows: its interpreter is looked for under a name that ends in \\r`,
      suggestion: `give ${file?.file ?? program} Unix line ends, and keep them: *.sh text eol=lf in .gitattributes`,
      at: file ? `${file.file}:1:1` : ['services', service],
      ...(file ? { repair: [{ edit: 'unix-line-ends', file: file.file }] } : {}),
    };
  const named = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(firstLine);
  const wanted = named?.[1] === '/usr/bin/env' ? (named[2] ?? 'env') : named?.[1];
  if (file && wanted && named)
    return {
      ...{ ...base(about), cause: 'interpreter-missing' },
      evidence: [quote(about.hit), { from: `${file.file}:1`, text: firstLine }],
      summary: `${service} runs ${program}, whose first line asks for ${wanted}, and that is not in ${seen.definition.image ?? 'its image'}`,
      suggestion: `begin ${file.file} with #!/bin/sh where it needs no more than that, or install ${wanted} in the image`,
      at: `${file.file}:1:1`,
      ...(isPlainShell(file, wanted) ? { repair: [{ edit: 'replace', file: file.file, line: 1, from: firstLine, to: '#!/bin/sh' }] } : {}),
    };
  // Ours, and seen: there, in one piece. Else nobody knows which file it was.
  return {
    ...{ ...base(about), cause: 'interpreter-missing', sure: 84 },
    summary: `${service} runs ${program}, which is there, but what it needs to run is not: the interpreter of its first line, or the C library it was linked to`,
    suggestion: `see the first line of ${program} (a \\r at its end means Windows line ends), or build it for the C library of the image: glibc and Alpine's musl are not the same`,
    at: ['services', service],
  };
}

/** Nothing in it that only bash understands. */
function isPlainShell({ text = '' }: SourceFile, wanted: string): boolean {
  return (
    /\/?(?:bash|ash|dash|zsh)$/.test(wanted) &&
    !/\[\[|<<<|\bfunction\b|\$\{\w+[[^,:/]|=\(|\bsource\b|pipefail|<\(|&>|\bdeclare\b|\blocal -|\(\(|BASH_/.test(text)
  );
}
