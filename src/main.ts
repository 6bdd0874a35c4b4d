#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import manifest from '../package.json' with { type: 'json' };

const argv = process.argv.slice(2);
if (argv[0] === '--version' || argv[0] === '-V') {
  process.stdout.write(`${manifest.version}\n`);
} else {
  enableCompileCache();
  process.stdout.on('error', leaveQuietlyOnBrokenPipe);
  process.stderr.on('error', leaveQuietlyOnBrokenPipe);
  const [{ run }, { processWorld }] = await Promise.all([import('./cli/run.ts'), import('./cli/process-world.ts')]);
  // Connections to the engine that are kept alive would hold the process for seconds.
  process.exit(await run(argv, processWorld(manifest.version)));
}

/** Whoever reads has seen enough, as in `portside logs | head`. */
function leaveQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
