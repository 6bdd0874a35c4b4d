import { nearest } from '../../../../contract/nearest.ts';
import { type DockerfileFacts, type Instruction, dockerfileKeywords } from '../../../model/dockerfile.ts';
import type { Repair } from '../../../model/repair.ts';
import { type Built, dockerfilesOf } from '../../dockerfiles.ts';
import type { Found, Rule } from '../../rule.ts';

/** A Dockerfile begins with FROM and consists of instructions that there are. */
export const dockerfilesAreUnderstood: Rule = {
  id: 'dockerfiles-are-understood',
  why: 'The builder reads the whole Dockerfile first, and builds nothing while it cannot.',
  cause: 'dockerfile-syntax',
  look: (input) => dockerfilesOf(input).flatMap((built) => [...unknown(built), ...withoutFrom(built), ...withoutArguments(built)]),
};

function unknown({ service, facts, line }: Built): Found[] {
  return facts.instructions
    .filter((one) => !dockerfileKeywords.includes(one.word.toUpperCase()) && !mayBeText(one, facts.instructions))
    .map((one) => {
      const open = leftOpen(one, facts);
      if (open) return { severity: 'error' as const, service, ...open.told(service, one.word), ...line(one.line) };
      const meant = nearest(one.word, dockerfileKeywords);
      return {
        severity: 'error',
        service,
        message: `${service} cannot be built: its Dockerfile says ${one.word}, which is no instruction`,
        ...line(one.line),
        ...(meant ? { fix: `write ${meant}` } : {}),
        ...(meant && !facts.inline
          ? { repair: [{ edit: 'replace' as const, file: facts.file, line: one.line, from: one.word, to: meant }] }
          : {}),
      };
    });
}

/** The line before it ends with an operator of the shell: it lost the backslash that joins them. */
function leftOpen({ line }: Instruction, { text, file, inline, instructions }: DockerfileFacts) {
  const before = instructions.findLast((one) => one.lastLine < line);
  const row = before?.keyword === 'RUN' && !before.heredoc ? before.lastLine : undefined;
  const written = row === undefined ? '' : (text.split('\n')[row - 1] ?? '').replace(/\r$/, '');
  if (row === undefined || !/(?:&&|\|\|?)\s*$/.test(written)) return undefined;
  const repair: Repair = [{ edit: 'replace', file, line: row, from: written, to: `${written.trimEnd()} \\` }];
  return {
    told: (service: string, word: string) => ({
      message: `${service} cannot be built: its Dockerfile says ${word}, which is no instruction; line ${row} lost its backslash`,
      fix: `end line ${row} with a backslash`,
      ...(inline ? {} : { repair }),
    }),
  };
}

/** A here-document that was read wrongly looks like instructions that are none. */
function mayBeText(one: Instruction, all: Instruction[]): boolean {
  const afterHeredoc = all.some(({ line, heredoc, text }) => line < one.line && (heredoc || text.includes('<<')));
  return afterHeredoc && (one.word !== one.word.toUpperCase() || nearest(one.keyword, dockerfileKeywords) === undefined);
}

function withoutFrom({ service, facts, line }: Built): Found[] {
  const [first] = facts.instructions.filter(({ keyword }) => keyword !== 'ARG');
  if (!first) {
    const message = `${service} cannot be built: its Dockerfile has no instructions`;
    return [{ severity: 'error', service, message, ...line(1), fix: 'begin it with FROM and an image' }];
  }
  // What is no instruction at all is told already.
  if (first.keyword === 'FROM' || !dockerfileKeywords.includes(first.keyword)) return [];
  const message = `${service} cannot be built: its Dockerfile begins with ${first.keyword}, before any FROM`;
  return [{ severity: 'error', service, message, ...line(first.line), fix: 'begin it with FROM and an image' }];
}

const takesNothing = ['CMD', 'ENTRYPOINT'];

function withoutArguments({ service, facts, line }: Built): Found[] {
  return facts.instructions
    .filter(({ keyword, text }) => dockerfileKeywords.includes(keyword) && !takesNothing.includes(keyword) && text.trim() === '')
    .map((one) => ({
      severity: 'error',
      service,
      message: `${service} cannot be built: ${one.keyword} says nothing more in its Dockerfile`,
      ...line(one.line),
    }));
}
