import type { SyntaxProblem } from '../../../model/surroundings.ts';
import type { Repair } from '../../../model/repair.ts';
import type { Rule } from '../../rule.ts';

/** Programs and settings that containers get can be parsed. */
export const sourcesCanBeParsed: Rule = {
  id: 'sources-can-be-parsed',
  why: 'A program that cannot be parsed ends at once, whatever else is right.',
  cause: 'source-syntax-error',
  look: ({ surroundings }) =>
    surroundings.syntax.map((problem) => {
      const { service, file, line, column, message, tool, loadedBy } = problem;
      return {
        severity: loadedBy === undefined ? 'warning' : 'error',
        ...(service === undefined ? {} : { service }),
        message: `${loadedBy === undefined ? '' : `${loadedBy} needs `}${file}${loadedBy === undefined ? '' : ', which'} cannot be parsed (${tool}): ${message}`,
        at: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
        ...repairOf(problem),
      };
    }),
};

function repairOf({ file, repair }: SyntaxProblem): { fix: string; repair?: Repair } {
  return repair ? { fix: `take the last comma away in ${file}`, repair } : { fix: `mend ${file}` };
}
