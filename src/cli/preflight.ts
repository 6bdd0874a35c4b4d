import { preflight as fly } from '../preflight/preflight.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { missingLine, reportLines } from './print/preflight.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

interface Words {
  dependencies: readonly string[];
  http: readonly string[];
  from: readonly string[];
  command: readonly string[] | undefined;
}

/** `HOST:PORT… [-- COMMAND…]`; the command's exit code is ours. */
export async function preflight(words: Words, { world, flags }: Call): Promise<number> {
  const { dependencies, http, from, command } = words;
  if (command?.length === 0)
    throw usageError(
      'nothing stands after --',
      "Compose drops an image's own command where entrypoint is set: say command: in the Compose file",
    );
  if (dependencies.length + http.length + from.length === 0)
    throw usageError('preflight needs a dependency', 'such as: portside preflight redis:6379 -- node server.js');
  const ink = inkFor(world, world.stderr);
  const say = (text: string) => world.stderr.write(text);
  return fly(
    { ...words, environment: world.environment },
    {
      onMissing: (dependency, sight) => flags.quiet || say(missingLine(dependency, sight, ink)),
      onReport(report) {
        if (flags.json) world.stdout.write(json(report));
        if (!flags.quiet || !report.ready) say(reportLines(report, ink));
      },
      onNotStarted: (problem) => say(`${ink.red(ink.marks.failed)} ${problem}\n`),
    },
  );
}
