import type { Preview } from '../contract/preview.ts';
import { exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { inkFor } from './print/ink.ts';
import { previewText } from './print/preview.ts';
import type { Call } from './world.ts';

/** `--dry-run`: what would be done. Exit 3 where it would be stopped. */
export function showPreview(seen: Preview, { world, flags }: Call): number {
  world.stdout.write(flags.json ? json(seen) : previewText(seen, inkFor(world, world.stdout)));
  return seen.findings.some((finding) => finding.severity === 'error') ? exitCode.stopped : exitCode.verified;
}
