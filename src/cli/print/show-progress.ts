import type { Call } from '../world.ts';
import { line } from './document.ts';
import { inkFor } from './ink.ts';
import { showLive } from './live.ts';
import { showPlain } from './plain.ts';
import type { Progress } from './progress.ts';

/** Live on a terminal, lines in a pipe, objects with `--events`, nothing with `--quiet`. */
export function showProgress({ world, flags }: Call): Progress {
  const { stdout, stderr, environment } = world;
  const say = (words: string) => stderr.write(`${words}\n`);
  if (flags.events) return { listen: (event) => stdout.write(line(event)), say, close: () => undefined };
  if (flags.quiet) return { listen: () => undefined, say, close: () => undefined };
  const ink = inkFor(world, stderr);
  const canRedraw = stderr.isTTY && environment['TERM'] !== 'dumb';
  return canRedraw && !flags.verbose ? showLive(world, ink) : showPlain(stderr, ink, flags.verbose ?? false);
}
