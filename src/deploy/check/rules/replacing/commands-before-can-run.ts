import { findProgram } from '../../../model/run.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** What `x-portside.before` runs is a program of the service's image, with its words one by one. */
export const commandsBeforeCanRun: Rule = {
  id: 'commands-before-can-run',
  why: 'A command that cannot be run stops every `up`, with the old version as it was.',
  cause: 'command-not-found',
  look: (input) =>
    Object.entries(input.stack.settings.before ?? {}).flatMap(([service, words]) =>
      service in input.stack.compose.services ? judge(service, words, input) : [],
    ),
};

const shells = /(?:^|\/)(?:sh|bash|ash|dash|zsh)$/;

function judge(service: string, words: string[], { draft, surroundings }: CheckInput): Found[] {
  const path = ['x-portside', 'before', service];
  const [program = '', ...rest] = words;
  const at = { service, ...located(draft, path) };
  if (program.includes(' ') && !program.includes('/ '))
    return [
      {
        ...{ severity: 'error', ...at },
        message: `before ${service}, "${program}" is to run, which is one word with spaces in it, and no program`,
        fix: `write [${[...program.trim().split(/\s+/), ...rest].join(', ')}]`,
        repair: [{ edit: 'set', path, value: [...program.trim().split(/\s+/), ...rest] }],
      },
    ];
  const meant = shells.test(program) ? undefined : rest.find((word) => /^(?:&&|\|\|?|;|>>?|<)$/.test(word) || /^\$\{?\w+\}?$/.test(word));
  const run = surroundings.runs[service];
  const missing = run !== undefined && findProgram(program, run) === 'missing';
  return [
    ...(missing
      ? [
          {
            ...{ severity: 'error' as const, ...at },
            message: `before ${service}, ${program} is to run, which is not in its image`,
            fix: 'mend the name, or build an image that has it',
          },
        ]
      : []),
    ...(meant === undefined
      ? []
      : [
          {
            ...{ severity: 'warning' as const, ...at },
            message: `before ${service}, ${program} is given the word ${meant} as it is written: no shell reads it`,
            fix: `write [sh, -c, ${JSON.stringify(words.join(' '))}]`,
            repair: [{ edit: 'set' as const, path, value: ['sh', '-c', words.join(' ')] }],
          },
        ]),
  ];
}
