import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Revision } from '../../../src/deploy/model/revision.ts';
import { nothingIsGone } from '../../../src/deploy/revision/obstacles.ts';
import { engineFacts, image } from '../plan/workbench.ts';
import { revisionOf } from './versions.ts';

const web = { services: { web: { image: 'web:1' }, db: { image: 'db:1' } } };

interface Machine {
  images?: string[];
  volumes?: string[];
  networks?: string[];
  restores?: boolean;
  kept?: string[];
  local?: boolean;
}

function look(revision: Revision, { images, volumes = [], networks = [], restores = false, kept = [], local = true }: Machine = {}) {
  const known = images ?? Object.values(revision.images).map(({ id }) => id);
  return nothingIsGone(revision, {
    engine: { inspectImage: async (id) => (known.includes(id) ? image(id) : undefined) },
    facts: { engine: { ...engineFacts, local }, present: { networks, volumes } },
    restores,
    kept: new Set(kept),
  });
}

describe('what a revision needs and is gone is said before anything is touched', () => {
  test('nothing is said where all is there', async () => {
    await expect(look(revisionOf(2, web))).resolves.toBeUndefined();
  });

  test('images, asked for by their ids', async () => {
    const one = look(revisionOf(2, web), { images: ['sha256:db:1'] });
    await expect(one).rejects.toMatchObject({ exit: 3, message: 'image of r2/web is gone (pruned)' });
    const all = look(revisionOf(2, web), { images: [] });
    await expect(all).rejects.toMatchObject({ message: 'images of r2/web, r2/db are gone (pruned)' });
  });

  const keeping = revisionOf(2, {
    services: { db: { image: 'db:1', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
    volumes: { data: {} },
  });

  test('volumes, unless a snapshot brings them back', async () => {
    await expect(look(keeping)).rejects.toMatchObject({
      exit: 3,
      message: 'volume shop-demo_data is gone, which r2/db keeps its data in',
    });
    await expect(look(keeping, { volumes: ['shop-demo_data'] })).resolves.toBeUndefined();
    await expect(look(keeping, { restores: true, kept: ['shop-demo_data'] })).resolves.toBeUndefined();
    await expect(look(keeping, { restores: true, kept: ['shop-demo_other'] })).rejects.toMatchObject({ exit: 3 });
  });

  test('the way out of a missing volume leads somewhere', async () => {
    await expect(look(keeping, { kept: ['shop-demo_data'] })).rejects.toMatchObject({
      hint: expect.stringContaining('portside rollback --restore'),
    });
    await expect(look(keeping)).rejects.toMatchObject({ hint: expect.stringContaining('portside up makes an empty one') });
    const external = { external: true, name: 'everybodys' };
    const sharing = revisionOf(2, {
      services: { db: { image: 'db:1', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
      volumes: { data: external },
    });
    const theirs = look(sharing, { restores: true, kept: ['everybodys'] });
    await expect(theirs).rejects.toMatchObject({ hint: 'docker volume create everybodys makes an empty one' });
  });

  test('networks that are not its own', async () => {
    const joined = revisionOf(2, { ...web, networks: { front: { external: true, name: 'proxy' }, back: {} } });
    await expect(look(joined)).rejects.toMatchObject({
      exit: 3,
      message: 'network proxy is gone, which r2 joins and Portside does not make',
    });
    await expect(look(joined, { networks: ['proxy'] })).resolves.toBeUndefined();
  });

  test('files and folders that it mounts, where the engine is on this machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portside-obstacles-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'site.conf');
    const mounting = revisionOf(2, {
      services: { web: { image: 'web:1', volumes: [{ type: 'bind', source: folder, target: '/src' }], configs: [{ source: 'site' }] } },
      configs: { site: { file } },
    });
    await expect(look(mounting)).rejects.toMatchObject({ exit: 3, message: `${file} is gone, which r2/web mounts` });
    await expect(look(mounting, { local: false })).resolves.toBeUndefined();
    await writeFile(file, '');
    await expect(look(mounting)).resolves.toBeUndefined();
  });
});
