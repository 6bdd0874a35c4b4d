import { findProgram, type Run } from '../../../model/run.ts';
import { handsOver } from '../../../model/started.ts';
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
  const instead = run && swallowed(service, words, run);
  if (instead) return [{ ...at, ...instead }];
  const missing = run !== undefined && findProgram(program, run) === 'missing';
  return [
    ...(missing
      ? [
          {
            // An entrypoint that nobody knows may take it for something else than a program.
            ...{
              severity:
                run.entrypoint.length === 0 || handsOver(run) || wrappers.test(run.entrypoint[0] ?? '')
                  ? ('error' as const)
                  : ('warning' as const),
              ...at,
            },
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

const wrappers = /(?:^|\/)(?:tini|dumb-init|catatonit)$/;
const interpreters = /(?:^|\/)(?:node|nodejs|deno|bun|python[\d.]*|ruby|php|perl|java)$/;

/** The service's entrypoint comes before the command: one that runs something else, whatever it is given. */
function swallowed(service: string, words: string[], { entrypoint, from }: Run): Pick<Found, 'severity' | 'message' | 'fix'> | undefined {
  const [program = '', option, text] = entrypoint;
  const whose = from.entrypoint === 'compose' ? 'its entrypoint:' : 'the ENTRYPOINT of its image';
  if (shells.test(program) && option === '-c' && text !== undefined && !/\$(?:@|\*|\d|\{@|\{\*)/.test(text))
    return {
      severity: 'error',
      message: `before ${service}, ${whose} would run \`${text}\`, and not ${words.join(' ')}: it takes no command`,
      fix: 'say in CMD (command:) what ENTRYPOINT says now',
    };
  if (!interpreters.test(program)) return undefined;
  return {
    severity: 'warning',
    message: `before ${service}, \`${[...entrypoint, ...words].join(' ')}\` would run: ${whose} comes first`,
    fix: 'leave that program out of the command, or say it in CMD (command:) instead of ENTRYPOINT',
  };
}
