import type { Found, Rule } from '../../rule.ts';

/** What dclint says beyond our own rules, of what will trouble plain Compose or another tool. */
export const filesAreTidy: Rule = {
  id: 'files-are-tidy',
  why: 'Portside gives every copy ports and names of its own; plain Compose takes the file at its word.',
  look: ({ surroundings }) =>
    surroundings.lint.flatMap(({ rule, file, line, message }): Found[] => {
      const fix = fixes[rule];
      return fix === undefined ? [] : [{ severity: 'note', message: unquoted(message), at: { file, line, column: 1 }, fix }];
    }),
};

const fixes: Record<string, string> = {
  'no-duplicate-exported-ports': 'publish each on a port of its own, or leave the port on the host to the engine',
  'no-duplicate-container-names': 'leave container_name out: Compose makes names that differ',
  'service-container-name-regex': 'use letters, digits, _, . and -, a letter or digit first',
};

/** `Service "web" is exporting port "80" …` → `service web is exporting port 80 …`, as our own messages read. */
function unquoted(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replaceAll('"', '').replace(/\.$/, '');
}
