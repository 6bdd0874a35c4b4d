import type { Repair } from '../../../deploy/model/repair.ts';
import { interpretersOf } from '../../../deploy/model/run.ts';
import type { Candidate } from '../../candidate.ts';
import type { ServiceEvidence, SourceFile } from '../../evidence.ts';
import { copiesOf } from '../../reading/dockerfile-copies.ts';
import { commandLine, placeOf } from '../../reading/program.ts';
import { type About, base } from './refused-program.ts';

export function notExecutable(about: About): Candidate {
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
  const name = interpretersOf(file?.text).at(-1)?.split('/').at(-1);
  const { entrypoint, command } = commandLine(seen);
  if (!name || name === 'env') return undefined;
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
