import { nearest } from '../../../../contract/nearest.ts';
import { dockerfileKeywords, type Instruction } from '../../../model/dockerfile.ts';
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
