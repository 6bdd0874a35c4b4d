import type { Copy, CopySource } from '../../../model/dockerfile.ts';
import type { Repair } from '../../../model/repair.ts';
import { type Built, dockerfilesOf, isBuilt } from '../../dockerfiles.ts';
import type { Found, Rule } from '../../rule.ts';

/** What COPY and ADD take from the build context is there, and no `.dockerignore` leaves it out. */
export const copiesFindTheirSources: Rule = {
  id: 'copies-find-their-sources',
  why: 'The builder stops at a COPY of what its context does not have.',
  look: (input) =>
    dockerfilesOf(input).flatMap((built) =>
      built.facts.copies
        .filter((copy) => isBuilt(built.facts, copy))
        .flatMap((copy) => copy.sources.flatMap((source) => problemOf(source, copy, built))),
    ),
};

function problemOf(source: CopySource, copy: Copy, built: Built): Found[] {
  const { service, facts, line } = built;
  const begin = `${service} cannot be built: ${copy.keyword} takes ${source.written}`;
  if (source.kind === 'missing') {
    return [
      {
        severity: 'error',
        service,
        cause: 'copy-missing',
        message: `${begin}, and there is no such file or folder in ${facts.context}`,
        ...line(copy.line),
        fix: 'make it before the build, or mend the path: it is one below the build context',
      },
    ];
  }
  if (!source.ignored) return [];
  const { file, line: ignoredAt, pattern } = source.ignored;
  return [
    {
      severity: 'error',
      service,
      cause: 'copy-ignored',
      message: `${begin}, which ${file} leaves out${pattern === undefined ? '' : ` by its line ${pattern}`}`,
      at: { file, ...(ignoredAt === undefined ? {} : { line: ignoredAt }) },
      fix: isJustThat(pattern, source.path) ? `remove ${pattern} from ${file}` : `add !${source.path} below it`,
      ...repairOf(source),
    },
  ];
}

function isJustThat(pattern: string | undefined, path: string): boolean {
  return pattern !== undefined && pattern.replace(/^\.?\//, '').replace(/\/$/, '') === path;
}

/** Where several lines leave it out, or none alone, people decide. */
function repairOf({ ignored, path }: CopySource): { repair?: Repair } {
  if (ignored?.line === undefined) return {};
  const { file, line, pattern } = ignored;
  if (isJustThat(pattern, path)) return { repair: [{ edit: 'remove-line', file, line }] };
  // Right below the line that leaves it out: what follows may leave out parts of it on purpose.
  return { repair: [{ edit: 'insert-line', file, line: line + 1, text: `!${path}` }] };
}
