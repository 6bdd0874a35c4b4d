import { findProgram, insideOf, interpretersOf, scriptOf, shebangOf, type Run, type RunFile } from '../../../model/run.ts';
import { baseImageOf } from '../../../model/dockerfile.ts';
import { hasBusybox, isBusyboxShell, isPlainShell } from '../../../model/plain-shell.ts';
import type { Repair } from '../../../model/repair.ts';
import { commandsOf, handsOver } from '../../../model/started.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { ownFile, runsOf, saidAt, saidBy } from '../../runs.ts';

/** A script that a container starts with has Unix line ends and begins with an interpreter that is there. */
export const scriptsFindTheirInterpreters: Rule = {
  id: 'scripts-find-their-interpreters',
  why: 'The kernel reads the first line of a script to the letter; what it names there must exist, and a carriage return belongs to the name.',
  look: (input) =>
    runsOf(input).flatMap(({ service, run }) =>
      [...commandsOf(run), ...handedOver(run)].flatMap((argv) => [
        ...ofProgram(input, service, run, argv),
        ...ofScript(input, service, run, argv),
      ]),
    ),
};

/** A script that its image's entrypoint will execute in its own place. */
function handedOver(run: Run): string[][] {
  const [program = ''] = run.command;
  const file = handsOver(run) && program.includes('/') ? findProgram(program, run) : undefined;
  return typeof file === 'object' && ((file.mode ?? 0) & 0o111) !== 0 ? [run.command] : [];
}

function ofProgram(input: CheckInput, service: string, run: Run, [program = '']: string[]): Found[] {
  const file = findProgram(program, run);
  if (typeof file === 'string' || file.kind !== 'file') return [];
  const first = file.text?.split('\n', 1)[0] ?? '';
  const place = placeOf(input, service, run, file);
  const about = { severity: 'error' as const, service, ...place };
  if (first.startsWith('#!') && first.endsWith('\r')) {
    const message = `${service} runs ${nameOf(program, file)}, whose first line ends as on Windows (CRLF): its interpreter would be called ${shown(first)}`;
    return [{ ...about, cause: 'crlf-entrypoint', message, ...unixLineEnds(input, file) }];
  }
  // An empty file, or a program of another kind, is the kernel's to judge.
  if (file.text !== undefined && file.text.trim() !== '' && !first.startsWith('#!'))
    return withoutShebang(input, service, run, program, file);
  return missingInterpreter(input, service, run, program, file);
}

function withoutShebang(input: CheckInput, service: string, run: Run, program: string, file: RunFile): Found[] {
  // A shell that calls it reads it as a script of its own.
  if (program !== (run.entrypoint[0] ?? run.command[0])) return [];
  const own = ownFile(file, input);
  const isShell = /\.sh$|\.bash$/.test(file.host ?? program) && !/\r\n/.test(file.text ?? '');
  return [
    {
      severity: 'error',
      service,
      cause: 'exec-format',
      message: `${service} runs ${nameOf(program, file)}, a text without a first line such as #!/bin/sh (exec format error)`,
      ...placeOf(input, service, run, file),
      fix: 'begin it with #!/bin/sh, or whatever it is written for',
      ...(own !== undefined && isShell
        ? { repair: [{ edit: 'insert-line', file: own, line: 1, text: '#!/bin/sh' }] satisfies Repair }
        : {}),
    },
  ];
}

function missingInterpreter(input: CheckInput, service: string, run: Run, program: string, file: RunFile): Found[] {
  const missing = interpretersOf(file.text).find((interpreter) => findProgram(interpreter, run) === 'missing');
  if (missing === undefined) return [];
  const own = ownFile(file, input);
  const shell = findProgram('/bin/sh', run);
  const mayBeSh = /\/bash$|^bash$/.test(missing) && typeof shell !== 'string' && understood(file.text ?? '', input, service);
  const line = file.text?.split('\n', 1)[0] ?? '';
  return [
    {
      severity: 'error',
      service,
      cause: 'interpreter-missing',
      message: `${service} runs ${nameOf(program, file)}, a script for ${missing}, which is not in its image (exec ${program}: no such file or directory)`,
      ...placeOf(input, service, run, file),
      fix: mayBeSh
        ? 'begin it with #!/bin/sh: it uses nothing that this shell does not have'
        : `use an image that has ${missing}, or install it`,
      ...(own !== undefined && mayBeSh
        ? { repair: [{ edit: 'replace', file: own, line: 1, from: line, to: '#!/bin/sh' }] satisfies Repair }
        : {}),
    },
  ];
}

function understood(text: string, { stack, surroundings }: CheckInput, service: string): boolean {
  const facts = surroundings.dockerfiles[service];
  const image = facts ? baseImageOf(facts, facts.target) : stack.compose.services[service]?.image;
  return hasBusybox(image ?? '') ? isBusyboxShell(text) : isPlainShell(text);
}

/** A script that an interpreter is given by name: a shell takes the carriage return into every last word. */
function ofScript(input: CheckInput, service: string, run: Run, argv: string[]): Found[] {
  const given = scriptOf(argv);
  const file = given && run.files[insideOf(run.workdir, given.script)];
  if (!given || !file || !/^(?:sh|bash|ash|dash)$/.test(given.interpreter)) return [];
  const line = (file.text ?? '').split('\n').findIndex((text) => text.endsWith('\r') && matters(text));
  if (line < 0) return [];
  const message = `${service} lets ${given.interpreter} run ${nameOf(given.script, file)}, whose lines end as on Windows (CRLF): the shell takes the carriage return for a part of each line`;
  const place = file.host === undefined ? saidAt(input, service, saidBy(run)) : { at: { file: file.host, line: line + 1 } };
  return [{ severity: 'error', service, cause: 'crlf-entrypoint', message, ...place, ...unixLineEnds(input, file) }];
}

/** Not in comments, empty lines and what is only printed. */
function matters(line: string): boolean {
  return !/^\s*(?:#|$|echo\b|printf\b|:|true\b)/.test(line.replace(/\r$/, '')) && !/#[^"']*\r$/.test(line);
}

function unixLineEnds(input: CheckInput, file: RunFile): Pick<Found, 'fix' | 'repair'> {
  const own = ownFile(file, input);
  const fix =
    own === undefined
      ? 'give it Unix line ends'
      : `give ${own} Unix line ends, and keep git from changing them: *.sh text eol=lf in .gitattributes`;
  return { fix, ...(own === undefined ? {} : { repair: [{ edit: 'unix-line-ends', file: own }] satisfies Repair }) };
}

function placeOf(input: CheckInput, service: string, run: Run, { host }: RunFile): Pick<Found, 'at'> {
  return host === undefined ? saidAt(input, service, saidBy(run)) : { at: { file: host, line: 1 } };
}

function nameOf(program: string, { host }: RunFile): string {
  return host === undefined ? program : `${program} (${host})`;
}

function shown(firstLine: string): string {
  const words = shebangOf(firstLine) ?? [];
  return `"${words.at(-1) ?? ''}\\r"`;
}
