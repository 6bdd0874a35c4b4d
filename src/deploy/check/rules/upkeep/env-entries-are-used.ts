import { envEntries } from '../../reading/env-entries.ts';
import type { CheckInput, Rule } from '../../rule.ts';
import { writtenServices } from '../../reading/written-services.ts';

/** Every entry of the project's env file reaches something. */
export const envEntriesAreUsed: Rule = {
  id: 'env-entries-are-used',
  why: 'An entry that nothing uses is a name that was misspelt, or left behind: who changes it waits for an effect that never comes.',
  look: (input) => {
    const { draft, surroundings } = input;
    const handedOn = new Set(surroundings.envFiles.flatMap(({ file, service }) => (service === undefined ? [] : [file])));
    return surroundings.envFiles.flatMap(({ file, text, service }) => {
      if (service !== undefined || handedOn.has(file)) return [];
      const used = usedNames(input);
      const entries = envEntries(text);
      const names = [...new Set(entries.map(({ name }) => name))];
      const idle = names.filter((name) => !used.has(name) && !ofTools.test(name) && !mentionedIn(text, name));
      const [first] = idle;
      if (first === undefined || draft.sources.files.length === 0) return [];
      const shown = idle.length > 6 ? `${idle.slice(0, 5).join(', ')} and ${idle.length - 5} others` : idle.join(', ');
      const line = entries.find(({ name }) => name === first)?.line;
      return [
        {
          severity: 'note',
          message: `no Compose file uses ${shown}`,
          at: { file, ...(line ? { line, column: 1 } : {}) },
          fix: 'take it out, or hand it to the service that was to have it',
        },
      ];
    });
  },
};

const ofTools = /^(?:COMPOSE_|DOCKER_|BUILDKIT_|BUILDX_|PORTSIDE_|INSTANCE_ID$)/;

/** Interpolated somewhere, or handed on by its name: `environment: [NAME]`, `args: [NAME]`, a secret's `environment: NAME`. */
function usedNames({ draft }: CheckInput): Set<string> {
  const { env } = draft.settings;
  const handed = writtenServices(draft).flatMap(({ definition }) => [
    ...keysOf(definition['environment']),
    ...keysOf(Object(definition['build'])['args']),
  ]);
  const sources = draft.sources.files.flatMap(({ data }) =>
    [Object(data)['secrets'], Object(data)['configs']].flatMap((group) =>
      Object.values(Object(group)).map((one) => String(Object(one)['environment'] ?? '')),
    ),
  );
  const asked = [...(env?.required ?? []), ...Object.keys(env?.optional ?? {}), ...(env?.generate ?? [])];
  return new Set([...draft.variables.map(({ name }) => name), ...handed, ...sources, ...asked]);
}

function keysOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((entry) => String(entry).split('=')[0] ?? '') : Object.keys(Object(value));
}

/** By another entry of the same file. */
function mentionedIn(text: string, name: string): boolean {
  return new RegExp(`\\$\\{?${name}\\b`).test(text);
}
