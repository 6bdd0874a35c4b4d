import { asMap } from '../../reading/written-services.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** An external network or volume writes its name beside `external: true`. */
export const externalNamesArePlain: Rule = {
  id: 'external-names-are-plain',
  why: 'Compose still reads external: { name: … }, and says that it will not for ever.',
  look: ({ draft }) =>
    (['networks', 'volumes', 'secrets', 'configs'] as const).flatMap((kind) =>
      Object.entries(asMap(draft.sources.written([kind]))).flatMap(([key, definition]) => {
        const name = asMap(asMap(definition)['external'])['name'];
        if (typeof name !== 'string') return [];
        const path = [kind, key];
        return [
          {
            severity: 'note',
            message: `${kind}.${key} writes its name below external, where newer versions of Compose will not read it`,
            ...located(draft, [...path, 'external']),
            fix: `${key}: { external: true, name: ${name} }`,
            repair: [
              { edit: 'set', path: [...path, 'external'], value: true },
              { edit: 'set', path: [...path, 'name'], value: name },
            ],
          },
        ];
      }),
    ),
};
