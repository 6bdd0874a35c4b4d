import { chainOf } from '../../../model/dockerfile.ts';
import { dockerfilesOf, lastOf } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';

/** ENTRYPOINT and CMD are lists, so that the program itself is process 1 and hears that it should end. */
export const programsHearSignals: Rule = {
  id: 'programs-hear-signals',
  why: 'Written as text, a shell is process 1, which passes no signal on: stopping takes until the engine kills.',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) => {
      const definition = input.stack.compose.services[service];
      const chain = chainOf(facts, facts.target);
      const entrypoint = lastOf(chain, 'ENTRYPOINT');
      const first = entrypoint ?? lastOf(chain, 'CMD');
      if (!first || first.json || definition?.init || definition?.['entrypoint'] || (!entrypoint && definition?.command)) return [];
      // A shell that hands over to its only command, or is asked to, is no longer there.
      if (/^\s*exec\s/.test(first.text) || !/[;&|<>$`]/.test(first.text)) return [];
      return [
        {
          severity: 'note',
          service,
          message: `${first.keyword} of ${service} is text, so a shell runs it and keeps signals to itself`,
          ...line(first.line),
          fix: `write ${first.keyword} as a list, or begin it with exec, or give the service init: true`,
        },
      ];
    }),
};
