/** Runs one benchmark and prints its figures: a table, or one JSON object with `--json`. */
import { parseArgs } from 'node:util';

const benches = {
  up: async () => (await import('./up.ts')).up(),
  parallel: async () => (await import('./parallel.ts')).parallel(),
  leases: async () => (await import('./leases.ts')).leases(),
  executor: async () => (await import('./executor.ts')).executor(),
  start: async () => (await import('./start.ts')).start(),
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
const name = positionals[0] as keyof typeof benches | undefined;

if (!name || !(name in benches)) {
  process.stderr.write(`usage: script/bench NAME [--json]\nNAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const figures: object = await benches[name]();
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(name, figures));
}

function table(title: string, figures: object): string {
  const rows = Object.entries(figures).map(
    ([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const,
  );
  const width = Math.max(...rows.map(([key]) => key.length));
  return [`${title}`, ...rows.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`), ''].join('\n');
}
