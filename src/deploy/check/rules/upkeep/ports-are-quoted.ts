import { located } from '../../located.ts';
import { writtenServices } from '../../reading/written-services.ts';
import type { Found, Rule } from '../../rule.ts';

/** A pair of small ports stands in quotes. */
export const portsAreQuoted: Rule = {
  id: 'ports-are-quoted',
  why: 'By YAML 1.1, which podman-compose and older tools read, 22:22 without quotes is the number 1342: base 60, as for hours and minutes.',
  look: ({ draft }) =>
    writtenServices(draft).flatMap(({ service, definition }) => {
      const ports: unknown[] = Array.isArray(definition['ports']) ? definition['ports'] : [];
      return ports.flatMap((port, index): Found[] => {
        if (typeof port !== 'string' || !/^\d+:[0-5]?\d$/.test(port) || !isBare(port, draft.sources.files)) return [];
        const path = ['services', service, 'ports', index];
        return [
          {
            severity: 'note',
            service,
            message: `${port} of ${service} stands without quotes: older tools take it for one number`,
            ...located(draft, path),
            fix: `"${port}"`,
          },
        ];
      });
    }),
};

/** Nothing but data is left of the file, so its text tells. */
function isBare(port: string, files: { text: string }[]): boolean {
  return files.some(
    ({ text }) => new RegExp(`^\\s*-\\s+${port}\\s*(?:#.*)?$`, 'm').test(text) || new RegExp(`[[,]\\s*${port}\\s*[\\],]`).test(text),
  );
}
