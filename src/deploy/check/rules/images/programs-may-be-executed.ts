import { findProgram, interpretersOf, isExecutable, type Run, type RunFile } from '../../../model/run.ts';
import type { Repair } from '../../../model/repair.ts';
import { commandsOf } from '../../../model/started.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { ownFile, runsOf, saidAt, saidBy } from '../../runs.ts';

/** The file that a container starts with may be executed. */
export const programsMayBeExecuted: Rule = {
  id: 'programs-may-be-executed',
  why: 'Nobody, not even root, can run a file that has no executable bit, or a folder.',
  cause: 'not-executable',
  look: (input) => runsOf(input).flatMap(({ service, run }) => commandsOf(run).flatMap((argv) => notExecutable(input, service, run, argv))),
};

function notExecutable(input: CheckInput, service: string, run: Run, [program = '']: string[]): Found[] {
  const file = program.includes('/') ? findProgram(program, run) : 'unknown';
  if (typeof file === 'string' || file.kind === 'other' || file.kind === 'missing') return [];
  const place = saidAt(input, service, saidBy(run));
  if (file.kind === 'directory') {
    const message = `${service} is to run ${program}, which is a folder`;
    return [{ severity: 'error', service, cause: 'entrypoint-wrong', message, ...place }];
  }
  if (isExecutable(file)) return [];
  const mended = repairOf(input, service, file);
  return [
    {
      severity: 'error',
      service,
      message: `${service} is to run ${program}, which may not be executed (exec: "${program}": permission denied): ${brought(file)}`,
      ...(file.copiedAt && !file.copiedAt.inline ? { at: { file: file.copiedAt.file, line: file.copiedAt.line } } : place),
      fix:
        file.via === 'copy' ? 'COPY it with --chmod=755' : file.via === 'mount' ? `chmod +x ${file.host}` : 'chmod +x it in the Dockerfile',
      ...(mended ? { repair: mended } : {}),
    },
  ];
}

function brought({ via, host }: RunFile): string {
  if (via === 'mount') return `it is mounted from ${host}, which has no executable bit`;
  return via === 'copy' ? `it is copied from ${host}, which has no executable bit` : 'it has no executable bit in the image';
}

function repairOf(input: CheckInput, service: string, file: RunFile): Repair | undefined {
  if (file.via === 'copy' && file.copiedAt && !file.copiedAt.inline && file.copiedAt.chmod === undefined) {
    const { file: dockerfile, line } = file.copiedAt;
    const written = input.surroundings.dockerfiles[service]?.text.split('\n')[line - 1];
    const word = /^\s*(COPY|ADD)\b/i.exec(written ?? '')?.[1];
    return word === undefined ? undefined : [{ edit: 'replace', file: dockerfile, line, from: word, to: `${word} --chmod=755` }];
  }
  const own = file.via === 'mount' ? ownFile(file, input) : undefined;
  return own !== undefined && interpretersOf(file.text).length > 0 ? [{ edit: 'make-executable', file: own }] : undefined;
}
