import { basename } from 'node:path';
import type { Run } from '../../model/run.ts';
import type { Language } from './source.ts';

/** Read by tools that take comments and commas behind the last item. */
const tolerantlyRead =
  /^(?:tsconfig.*|jsconfig.*|settings|keybindings|launch|tasks|extensions|devcontainer|deno|biome|renovate|\.eslintrc|\.babelrc|\.swcrc|nx|turbo|angular|wrangler)\.json$/;

/** Who reads a file for sure that nobody starts with; settings alone, for a program may lie about unused. */
export function whoLoads(
  { file, language, target }: { file: string; language: Language; target?: string },
  service: string,
  run: Run | undefined,
): string | undefined {
  const name = basename(file);
  if (language !== 'json' && language !== 'yaml') return undefined;
  if (tolerantlyRead.test(name)) return undefined;
  const said = [...(run?.entrypoint ?? []), ...(run?.command ?? [])].join(' ');
  // Its path in the command line, or a mount of its own: nobody mounts settings that nobody reads.
  if (target !== undefined)
    return said.includes(target) && /JSON\.parse|require\(|json\.load|\bjq\b/.test(said) ? `${service}, strictly` : service;
  return undefined;
}
