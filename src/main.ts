#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import manifest from '../package.json' with { type: 'json' };

const argv = process.argv.slice(2);
if (argv[0] === '--version' || argv[0] === '-V') process.stdout.write(`${manifest.version}\n`);
else await main();

async function endOnHangup(): Promise<void> {
  await (await import('./system/hangup.ts')).endOnHangup();
}

async function main(): Promise<void> {
  enableCompileCache();
  const [{ reportProblem, run }, { processWorld }] = await Promise.all([import('./cli/run.ts'), import('./cli/process-world.ts')]);
  const world = processWorld(manifest.version, { leave: () => process.exit(), endOnHangup });
  process.on('uncaughtException', (error) => process.exit(reportProblem(error, argv, world)));
  const exit = await run(argv, world);
  // Connections to the engine that are kept alive would hold the process for seconds; what was written goes out first.
  process.stderr.write('', () => process.stdout.write('', () => process.exit(exit)));
}
