import type { Draft, SourceMap } from '../model/draft.ts';
import type { PortRequest } from '../model/port.ts';
import type { Revision } from '../model/revision.ts';
import type { Stack } from '../model/stack.ts';

/** A revision in place of the project's files, which may be broken or gone: everything is as it was resolved then. */
export function draftOf({ number, stack }: Revision, shell: Record<string, string>): Draft {
  const { project, compose, variables, settings, settingsProblems, environment } = stack;
  return {
    ...{ project, variables, settings, settingsProblems },
    sources: noSources,
    model: compose,
    environment: { ...shell, ...environment },
    toGenerate: [],
    missing: [],
    values: { ...environment, ...copiedValues(stack) },
    inactive: [],
    missingBuildFiles: {},
    requests: demandsOf(number, stack),
  };
}

/** The ports that it had, and no others: whoever calls it knows them. */
function demandsOf(number: number, { leases }: Stack): PortRequest[] {
  return leases.map(({ port, ...lease }) => ({ ...lease, preferred: port, demandedBy: `revision r${number}` }));
}

/** Variables that secrets and configs are copied from, with what they held. */
function copiedValues({ compose, contents }: Stack): Record<string, string> {
  return Object.fromEntries(
    (['secrets', 'configs'] as const).flatMap((kind) =>
      Object.entries(Object(compose[kind]) as Record<string, { environment?: unknown }>).flatMap(([name, { environment }]) => {
        const content = contents[kind][name];
        return typeof environment === 'string' && content !== undefined ? [[environment, content]] : [];
      }),
    ),
  );
}

const noSources: SourceMap = {
  files: [],
  locate: () => undefined,
  written: () => undefined,
  locateVariable: () => undefined,
  syntaxErrors: [],
};
