import { mustRun } from './support/command.ts';
import { median, rounded } from './support/figures.ts';
import { main, makePlace, node, portside } from './support/place.ts';

const pairs = 31;
const instances = 20;
const looks = 11;

/** How soon the command is there: beside the same Node that does nothing, and with twenty instances to look at. */
export async function start() {
  const bare: number[] = [];
  const version: number[] = [];
  const launcher: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    bare.push((await mustRun([node, '-e', '0'])).seconds);
    version.push((await mustRun([node, main, '--version'])).seconds);
    launcher.push((await mustRun([portside, '--version'])).seconds);
  }
  return {
    ratio_node: rounded(median(version) / median(bare), 2),
    ps_ms: await psWithInstances(),
    node_ms: rounded(median(bare) * 1000, 1),
    version_ms: rounded(median(version) * 1000, 1),
    launcher_ms: rounded(median(launcher) * 1000, 1),
    instances,
  };
}

async function psWithInstances(): Promise<number> {
  await using place = await makePlace('bench/fixtures/tiny');
  const options = { cwd: place.project, env: place.environment };
  for (let count = 0; count < instances; count++) await mustRun([portside, 'up', '--new', '--quiet'], options);
  const times: number[] = [];
  for (let look = 0; look < looks; look++) times.push((await mustRun([portside, 'ps', '--json'], options)).seconds);
  return rounded(median(times) * 1000, 1);
}
