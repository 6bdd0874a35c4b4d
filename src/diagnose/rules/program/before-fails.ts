import type { Rule } from '../../candidate.ts';
import { lastWords, quote } from '../../reading/lines.ts';

/** A command that x-portside.before has run first failed: a migration by intent, whatever it says. A cause that its words name stands beside it. */
export const beforeFails: Rule = {
  look: (evidence) => {
    const { before } = evidence;
    if (!before) return [];
    const { service, command, exitCode, limitMs } = before;
    const written = command.join(' ');
    const said = lastWords(evidence, service).map(({ text }) => text);
    const ended = exitCode === undefined ? `did not end within ${Math.round((limitMs ?? 0) / 1000)} s` : `ended with exit code ${exitCode}`;
    return [
      {
        ...{ cause: 'migration-failed' as const, service, sure: 92 },
        evidence: [
          ...said.map((text) => quote({ from: `output of ${written}`, text })),
          { from: `x-portside.before.${service}`, text: `${written} ${ended}` },
        ],
        summary: `the migration of ${service}, \`${written}\`, ${ended}${said.length > 0 ? `: ${said.at(-1)?.slice(0, 160)}` : ''}`,
        suggestion:
          exitCode === undefined
            ? `see what it waits for, or give it more time: portside up --timeout 30m; the version before runs on as it was`
            : 'mend the migration or what it needs, then portside up again; the version before runs on as it was',
        at: ['x-portside', 'before', service],
      },
    ];
  },
};
