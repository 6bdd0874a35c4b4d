import type { Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { find, quote } from '../../reading/lines.ts';
import { refusedByItsState } from './refused-by-its-state.ts';
import { refusedDefinitions } from './refused-definitions.ts';

/** What the engine refuses in words of its own, which leave nothing to guess. */
export const refuses: Rule = {
  look: (evidence) =>
    [...refusedByItsState, ...refusedDefinitions].flatMap(({ cause, words, tell }) =>
      find(evidence, ['engine'], [words]).map((hit) => {
        const who = hit.service ?? evidence.service ?? serviceIn(hit.text, evidence) ?? 'a service';
        return {
          cause,
          evidence: [quote(hit)],
          sure: cause === 'engine-failed' ? 72 : 93,
          ...tell({ ...hit, who }, evidence),
          ...(who in evidence.services ? { service: who } : {}),
        };
      }),
    ),
};

/** Compose names containers: `Container shop-main-web-1  Error`. */
export function serviceIn(text: string, { services, composeName, message }: Evidence): string | undefined {
  const names = Object.keys(services).toSorted((a, b) => b.length - a.length);
  const named = names.find((name) => text.includes(`${composeName}-${name}-`));
  if (named) return named;
  // "cannot create web: …" of one that is made alone.
  const created = /cannot create ([^:]+):/.exec(message)?.[1]?.split(', ') ?? [];
  const quoted = names.filter((name) =>
    new RegExp(`["' /]${name.replaceAll('.', '\\.')}["' :]`).test(text.replace(/cannot create [^:]+:/, '')),
  );
  return quoted[0] ?? (created.length === 1 ? created[0] : names.length === 1 ? names[0] : undefined);
}
