/** Runs one benchmark and prints its figures: a table, or one JSON object with `--json`. What else is said is the benchmark's own. */

const benches = {
  up: async () => (await import('./up.ts')).up(),
  parallel: async () => (await import('./parallel.ts')).parallel(),
  leases: async () => (await import('./leases.ts')).leases(),
  executor: async () => (await import('./executor.ts')).executor(),
  recover: async (args: string[]) => (await import('./recover.ts')).recover(args),
  ledger: async () => (await import('./ledger.ts')).ledger(),
  start: async () => (await import('./start.ts')).start(),
  check: async () => (await import('./check.ts')).check(),
  mock: async () => (await import('./mock.ts')).mock(),
  swap: async () => (await import('./swap.ts')).swap(),
  loop: async (args: string[]) => (await import('./loop.ts')).loop(args),
  improve: async (args: string[]) => (await import('./improve.ts')).improve(args),
  diagnose: async (args: string[]) => (await import('./diagnose.ts')).diagnose(args),
};

const [name, ...rest] = process.argv.slice(2) as [keyof typeof benches | undefined, ...string[]];

if (!name || !(name in benches)) {
  process.stderr.write(`usage: script/bench NAME [--json]\nNAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const figures: object = await benches[name](rest.filter((arg) => arg !== '--json'));
  process.stdout.write(rest.includes('--json') ? `${JSON.stringify(figures)}\n` : table(name, figures));
}

function table(title: string, figures: object): string {
  const entries = Object.entries(figures) as [string, unknown][];
  const width = Math.max(...entries.map(([key]) => key.length));
  return [title, ...entries.map(([key, value]) => `  ${key.padEnd(width)}  ${shown(value)}`), ''].join('\n');
}

/** A list has a paragraph for each of its rows. */
function shown(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const rows = value.map((row: object) => Object.entries(row).map(([key, cell]) => `\n    ${key}: ${cell}`));
  return rows.length === 0 ? 'none' : rows.map((lines) => lines.join('')).join('\n');
}
