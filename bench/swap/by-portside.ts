import { join } from 'node:path';
import { mustRun } from '../support/command.ts';
import { portside } from '../support/place.ts';
import { ask } from './answer.ts';
import type { Bed, Replacing } from './replacing.ts';

interface UpRecord {
  metrics: { success: boolean; changed: boolean };
  deployment: { endpoints: { service: string; url: string }[]; services: { service: string; containers: { id: string }[] }[] };
}

/** `portside up` of a folder of bench/fixtures/swap, verified each time; with these flags from the second time on. */
export async function byPortside(bed: Bed, folder: string, flags: string[]): Promise<Replacing> {
  const cwd = join(bed.project, folder);
  const up = async (version: number, more: string[]) => {
    const env = { ...bed.environment, VERSION: String(version) };
    const ran = await mustRun([portside, 'up', '--name', 'swap', '--json', ...more], { cwd, env });
    const record = JSON.parse(ran.stdout) as UpRecord;
    if (!record.metrics.success || !record.metrics.changed) throw new Error(`portside up of version ${version} verified nothing new`);
    return { ...ran, record };
  };
  const first = await up(0, []);
  const url = webOf(first.record).url;
  let ids = webOf(first.record).ids;
  return {
    url,
    async replace(version) {
      bed.signal.throwIfAborted();
      const { seconds, record } = await up(version, flags);
      const now = webOf(record);
      if (now.url !== url || now.ids.some((id) => ids.includes(id)))
        throw new Error(`version ${version} did not take the place of the one before`);
      ids = now.ids;
      const answered = await ask(url);
      if (answered !== version) throw new Error(`${url} answers with version ${answered} after portside up of ${version}`);
      return seconds;
    },
    async [Symbol.asyncDispose]() {
      await mustRun([portside, 'down', 'swap', '--volumes', '--quiet'], { cwd, env: bed.environment });
    },
  };
}

function webOf({ deployment }: UpRecord): { url: string; ids: string[] } {
  const url = deployment.endpoints.find(({ url: one }) => one.startsWith('http:'))?.url;
  const containers = deployment.services.find(({ service }) => service === 'web')?.containers ?? [];
  if (url === undefined || containers.length === 0) throw new Error('the record of portside up names no container or URL of web');
  return { url: new URL('/', url).href, ids: containers.map(({ id }) => id) };
}
