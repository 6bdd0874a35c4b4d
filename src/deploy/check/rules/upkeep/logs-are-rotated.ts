import type { ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { asMap } from '../../reading/written-services.ts';
import type { Rule } from '../../rule.ts';

/** Logs do not grow until the disk is full. */
export const logsAreRotated: Rule = {
  id: 'logs-are-rotated',
  why: "Docker keeps every line of a container's output for ever, unless it is told to keep less: months later the disk is full.",
  look: ({ draft, stack, facts }) => {
    const growing = Object.entries(stack.compose.services).flatMap(([service, definition]) => (grows(definition) ? [service] : []));
    const [first] = growing;
    // Podman's logs go to the journal, which has limits of its own.
    if (first === undefined || facts.engine.kind === 'podman') return [];
    const names = growing.length > 4 ? `${growing.slice(0, 3).join(', ')} and ${growing.length - 3} others` : growing.join(', ');
    return [
      {
        severity: 'note',
        message: `nothing limits the logs of ${names}, unless the engine's own settings do`,
        ...located(draft, ['services', first]),
        fix: 'logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }',
      },
    ];
  },
};

function grows({ logging }: ComposeService): boolean {
  const { driver = 'json-file', options } = asMap(logging);
  return driver === 'json-file' && asMap(options)['max-size'] === undefined;
}
