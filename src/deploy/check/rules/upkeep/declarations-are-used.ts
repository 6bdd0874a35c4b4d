import type { Draft } from '../../../model/draft.ts';
import { located } from '../../located.ts';
import { asMap, writtenServices } from '../../reading/written-services.ts';
import type { Found, Rule } from '../../rule.ts';

type Kind = 'volumes' | 'networks' | 'secrets' | 'configs';

/** Every volume, network, secret and config that the files declare is used by a service, of whatever profile. */
export const declarationsAreUsed: Rule = {
  id: 'declarations-are-used',
  why: 'What is declared and not used is left over, or a service was meant to use it and does not.',
  look: ({ draft }) => (['volumes', 'networks', 'secrets', 'configs'] as const).flatMap((kind) => unused(kind, draft)),
};

function unused(kind: Kind, draft: Draft): Found[] {
  const declared = new Set(draft.sources.files.flatMap(({ data }) => Object.keys(asMap(asMap(data)[kind]))));
  const used = writtenServices(draft).flatMap(({ definition }) => usesOf(kind, definition));
  // A name that a variable makes could be any of them.
  if (declared.size === 0 || used.some((name) => name.startsWith('$'))) return [];
  return [...declared]
    .filter((name) => name !== 'default' && !used.includes(name))
    .map((name) => ({
      severity: 'note',
      message: `${kind}.${name} is declared, and no service uses it`,
      ...located(draft, [kind, name]),
      fix: 'take it out, or give it to the service that was to use it',
    }));
}

function usesOf(kind: Kind, definition: Record<string, unknown>): string[] {
  const ofBuild = kind === 'secrets' ? namesIn(asMap(definition['build'])['secrets']) : [];
  return [...namesIn(definition[kind]), ...ofBuild];
}

/** `name:/path`, `{ source: name }`, `name`, or `name:` as a key. */
function namesIn(value: unknown): string[] {
  if (!Array.isArray(value)) return Object.keys(asMap(value));
  return value.flatMap((entry: unknown) => {
    const name = typeof entry === 'string' ? entry : asMap(entry)['source'];
    return typeof name === 'string' ? [/^\$\{[^}]*\}/.exec(name)?.[0] ?? name.split(':')[0] ?? ''] : [];
  });
}
