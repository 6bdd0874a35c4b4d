import { command, mustRun } from './support/command.ts';
import { median, rounded } from './support/figures.ts';
import { makePlace, portside } from './support/place.ts';

const helloRounds = 2;
const plainRounds = 9;

/** Time to a verified stack, beside what Compose takes: with its own waiting, and with no proof at all. Each pair is measured in turn. */
export async function up() {
  const hello = await measure('examples/hello', helloRounds, ['up', '-d', '--wait']);
  const plain = await measure('bench/fixtures/plain', plainRounds, ['up', '-d']);
  return {
    ratio_compose_wait: rounded(hello.compose / hello.portside, 1),
    ratio_plain: rounded(plain.portside / plain.compose, 2),
    overhead_s: rounded(plain.portside - plain.compose),
    portside_hello_s: rounded(hello.portside),
    compose_wait_s: rounded(hello.compose),
    portside_plain_s: rounded(plain.portside),
    compose_plain_s: rounded(plain.compose),
    rounds: { hello: helloRounds, plain: plainRounds },
  };
}

async function measure(source: string, rounds: number, composeArgs: string[]): Promise<{ portside: number; compose: number }> {
  await using place = await makePlace(source);
  const compose = ['docker', 'compose', '--project-name', 'portside-bench'];
  const options = { cwd: place.project, env: place.environment };
  const times = { portside: [] as number[], compose: [] as number[] };
  try {
    // Images are built and pages are warm on both sides before anything counts.
    await mustRun([...compose, 'build', '--quiet'], options);
    await oneOfPortside(options);
    for (let round = 0; round < rounds; round++) {
      times.portside.push(await oneOfPortside(options));
      times.compose.push((await mustRun([...compose, ...composeArgs], options)).seconds);
      await mustRun([...compose, 'down', '--volumes'], options);
    }
  } finally {
    await command([...compose, 'down', '--volumes'], options);
    // Compose itself forgets a built image once its containers are gone; the plain stack has none.
    await command(['docker', 'image', 'rm', 'portside-bench-web']);
  }
  return { portside: median(times.portside), compose: median(times.compose) };
}

async function oneOfPortside(options: { cwd: string; env: Record<string, string> }): Promise<number> {
  const { seconds } = await mustRun([portside, 'up', '--name', 'bench', '--quiet'], options);
  await mustRun([portside, 'down', 'bench', '--volumes', '--quiet'], options);
  return seconds;
}
