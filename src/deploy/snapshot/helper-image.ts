import type { Compose, Engine } from '../../engine/interface.ts';
import type { PlanFiles } from '../plan-files.ts';

export interface HelperTools {
  engine: Engine;
  compose: Pick<Compose, 'pull'>;
  /** `PORTSIDE_HELPER_IMAGE` names another image than BusyBox. */
  environment: Record<string, string>;
  files: Pick<PlanFiles, 'write'>;
}

const busybox = 'busybox:1.37';

/**
 * An image that has these programs: one of those at hand, else BusyBox or the one that `PORTSIDE_HELPER_IMAGE` names, pulled where it is missing.
 * Throws EngineError where it cannot be had.
 */
export async function helperImage(programs: string[], atHand: string[], tools: HelperTools): Promise<string> {
  const { engine, compose, environment, files } = tools;
  const named = environment['PORTSIDE_HELPER_IMAGE'];
  if (!named) for (const image of new Set(atHand)) if (await hasAll(programs, image, engine)) return image;
  const image = named || busybox;
  if (!(await engine.inspectImage(image))) {
    const file = await files.write('helper', { name: 'portside-helper', services: { helper: { image } } });
    await compose.pull({ directory: '/', files: [file], envFiles: [], profiles: [], environment }, ['helper'], {});
  }
  return image;
}

async function hasAll(programs: string[], image: string, engine: Engine): Promise<boolean> {
  if (!(await engine.inspectImage(image))) return false;
  const inside = await engine.lookInto(
    image,
    programs.flatMap((program) => [`/bin/${program}`, `/usr/bin/${program}`]),
  );
  return programs.every((program) => [`/bin/${program}`, `/usr/bin/${program}`].some((path) => inside[path]?.kind === 'file'));
}
