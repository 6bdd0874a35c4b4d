import { scanThenUp } from './fixtures/scan-then-up.ts';
import { answersAs } from './support/answers.ts';
import { command, type Ran } from './support/command.ts';
import { rounded } from './support/figures.ts';
import { leasesIn, leftovers, makePlace, portside } from './support/place.ts';

const copies = 20;

/** Twenty copies of examples/hello at once, beside the scan-then-up script of common practice. */
export async function parallel() {
  const ours = await portsideCopies();
  const theirs = await scanThenUp('examples/hello', copies);
  return { ...ours, seed_script_started: copies, seed_script_verified: theirs.verified, seed_script_s: rounded(theirs.seconds) };
}

async function portsideCopies() {
  await using place = await makePlace('examples/hello');
  const options = { cwd: place.project, env: place.environment };
  // The image is built once before: twenty builders would be measured otherwise.
  await command([portside, 'up', '--name', 'first', '--quiet'], options);
  await command([portside, 'down', 'first', '--volumes', '--quiet'], options);
  const since = performance.now();
  const runs = await Promise.all(Array.from({ length: copies }, () => command([portside, 'up', '--new', '--json'], options)));
  const total = (performance.now() - since) / 1000;
  const records = runs.map(recordOf);
  const answers = await Promise.all(records.map(answersFromOutside));
  const down = await command([portside, 'down', '--all', '--volumes', '--json'], options);
  return {
    started: records.filter((record) => record?.metrics.changed).length,
    verified: records.filter((record, copy) => record?.metrics.success && answers[copy]).length,
    collisions: runs.filter(({ stdout, stderr }) => /port is already allocated|address already in use/.test(stdout + stderr)).length,
    total_s: rounded(total),
    down_exit: down.exit,
    left: (await leftovers(`portside.directory=${place.project}`)) + (await leasesIn(place)),
  };
}

interface BenchRecord {
  metrics: { success: boolean; changed: boolean };
  deployment: { api_port?: number; instance_id: string };
}

function recordOf({ stdout }: Ran): BenchRecord | undefined {
  try {
    return JSON.parse(stdout) as BenchRecord;
  } catch {
    return undefined;
  }
}

async function answersFromOutside(record: BenchRecord | undefined): Promise<boolean> {
  const { api_port: port, instance_id: instance } = record?.deployment ?? {};
  return port !== undefined && instance !== undefined && answersAs(instance, port);
}
