import { healthPrograms } from '../../../model/health-programs.ts';
import { knownImage } from '../../../model/known-images.ts';
import type { Repair } from '../../../model/repair.ts';
import { findProgram, type Run } from '../../../model/run.ts';
import { busyboxApplets, shellBuiltins } from '../../../model/shell-words.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { dockerfileRepair, runsOf, saidAt } from '../../runs.ts';
import { type Instead, whatCouldAsk } from '../../ask-instead.ts';

/** What a healthcheck calls is in its image. */
export const healthchecksFindTheirPrograms: Rule = {
  id: 'healthchecks-find-their-programs',
  why: 'A healthcheck runs inside the container: without its program it fails each time, and whoever waits for the service waits in vain.',
  cause: 'healthcheck-tool-missing',
  look: (input) => runsOf(input).flatMap(({ service, run }) => ofService(input, service, run)),
};

function ofService(input: CheckInput, service: string, run: Run): Found[] {
  if (!run.healthcheck) return [];
  const { shell, needed, others } = healthPrograms(run.healthcheck);
  const place = saidAt(input, service, 'healthcheck');
  const about = { service, ...place };
  const [interpreter = ''] = run.shell;
  if (shell && findProgram(interpreter, run) === 'missing') {
    const message = `the healthcheck of ${service} is run by ${interpreter}, which is not in its image`;
    return [{ severity: 'error', ...about, message, fix: 'write the test as a list that begins with CMD' }];
  }
  if (needed !== undefined && isMissing(needed, run, shell)) {
    const instead = whatCouldAsk(run);
    const known = instead ? undefined : ownQuestion(input, service, run);
    return [
      {
        severity: 'error',
        ...about,
        message: `the healthcheck of ${service} calls ${needed}, which is not in its image (${asSaid(needed, shell)})`,
        fix: instead
          ? `use ${instead.program}, which is there: ${instead.argv.join(' ')}`
          : `install ${needed}, or ask with a program that the image has${known ? `: ${known.slice(1).join(' ')}` : ''}`,
        ...(instead ? repairOf(input, service, run, instead) : known ? { repair: testOf(service, known) } : {}),
      },
    ];
  }
  const missing = others.filter((program) => isMissing(program, run, shell));
  // One of them may stand in for another.
  if (missing.length === 0 || missing.length < others.length) return [];
  const message = `the healthcheck of ${service} calls ${missing.join(' and ')}, which ${missing.length > 1 ? 'are' : 'is'} not in its image`;
  return [{ severity: 'warning', ...about, message, fix: 'ask with a program that the image has' }];
}

/** What is asked of such an image wherever it runs, where its program is not known to be missing. */
function ownQuestion({ stack }: CheckInput, service: string, run: Run): string[] | undefined {
  const { image, build } = stack.compose.services[service] ?? {};
  const test = build || run.from.healthcheck !== 'compose' ? undefined : knownImage(image)?.test;
  return test && findProgram(test[1]?.split(' ')[0] ?? '', run) !== 'missing' ? test : undefined;
}

function testOf(service: string, value: string[]): Repair {
  return [{ edit: 'set', path: ['services', service, 'healthcheck', 'test'], value }];
}

function asSaid(program: string, shell: boolean): string {
  return shell ? `${program}: not found` : `exec: "${program}": executable file not found in $PATH`;
}

function isMissing(program: string, run: Run, shell: boolean): boolean {
  if (findProgram(program, run) !== 'missing') return false;
  if (!shell) return true;
  return !shellBuiltins.has(program) && !(busyboxApplets.has(program) && isBusybox(run));
}

/** Such a shell may have applets that no file is called by. */
function isBusybox(run: Run): boolean {
  const shell = findProgram(run.shell[0] ?? '/bin/sh', run);
  return typeof shell === 'string' || !/\/(?:bash|dash|zsh|ksh)$/.test(shell.path);
}

function repairOf(input: CheckInput, service: string, run: Run, { argv, replaces }: Instead): { repair?: Repair } {
  if (run.from.healthcheck === 'compose') {
    return { repair: testOf(service, ['CMD', ...argv]) };
  }
  return replaces === undefined || !argv.every((word) => /^[\w./:@%+=?&,-]+$/.test(word)) || /[?&]/.test(argv.join(''))
    ? {}
    : dockerfileRepair(input, service, 'HEALTHCHECK', replaces, argv.join(' '));
}
