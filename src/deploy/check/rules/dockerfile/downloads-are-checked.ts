import { dockerfilesOf, isBuilt } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';

/** ADD of a URL says which content it expects. */
export const downloadsAreChecked: Rule = {
  id: 'downloads-are-checked',
  why: 'Whoever controls the server, or the way to it, decides what ends up in the image.',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) =>
      facts.instructions
        .filter((one) => one.keyword === 'ADD' && isBuilt(facts, one) && one.flags['checksum'] === undefined)
        .flatMap((one) =>
          (one.json ?? one.words)
            .slice(0, -1)
            .filter((source) => /^https?:/.test(source ?? ''))
            .map((source) => ({
              severity: 'note',
              service,
              message: `ADD downloads ${withoutQuery(source ?? '')} and does not look at what comes`,
              ...line(one.line),
              fix: 'add --checksum=sha256:…',
            })),
        ),
    ),
};

/** Where tokens like to be. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/, '').replace(/\/\/[^/@]*@/, '//');
}
