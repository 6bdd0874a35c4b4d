import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { InstanceView } from '../../../src/contract/instance.ts';
import { readRedacted } from '../../../src/deploy/roster/redacted-logs.ts';
import type { Compose } from '../../../src/engine/interface.ts';
import type { Instance, Instances } from '../../../src/ledger/instances.ts';
import { emptyFolder } from '../build/workbench.ts';

/** What a reader of the logs sees of these lines. */
async function seen(lines: string[], { stopAfter = Infinity } = {}): Promise<string[]> {
  const folder = await emptyFolder();
  const [planFile, file] = [join(folder, 'plan.json'), join(folder, 'password.txt')];
  await writeFile(file, 'hush-hush-7\n');
  const services = { web: { environment: { TOKEN: 'pa$$w0rd-77' } } };
  await writeFile(
    planFile,
    JSON.stringify({ name: 'shop', services, 'x-portside-secrets': { WORD: 'given$$now' }, secrets: { shop: { file } } }),
  );
  const stop = new AbortController();
  const told: string[] = [];
  const compose: Pick<Compose, 'logs'> = {
    async logs(_name, _services, _options, { onLine }) {
      for (const [index, line] of lines.entries()) {
        if (index === stopAfter) stop.abort();
        onLine?.(line);
      }
    },
  };
  const instances: Pick<Instances, 'find'> = { find: async () => ({ planFile }) as Instance };
  const options = { services: [], follow: true, tail: 'all' as const };
  const generated = { of: async () => ({ GREETING: 'made-once' }) };
  const reading = { compose, instances, generated, onLine: (line: string) => told.push(line), signal: stop.signal };
  await readRedacted({ compose_name: 'shop-demo' } as InstanceView, options, reading);
  return told;
}

test('secrets of the plan, as containers see them, and of its files are hidden', async () => {
  expect(await seen(['web | token pa$w0rd-77', 'web | password hush-hush-7'])).toEqual(['web | token ***', 'web | password ***']);
});

test('what was generated is hidden, and what was given in its place', async () => {
  expect(await seen(['web | made-once given$now'])).toEqual(['web | *** ***']);
});

test('what Compose says of being stopped is no log', async () => {
  expect(await seen(['web | hello', 'canceled'], { stopAfter: 1 })).toEqual(['web | hello']);
});
