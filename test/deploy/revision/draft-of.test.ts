import { expect, test } from 'vitest';
import { EngineError } from '../../../src/engine/interface.ts';
import { draftOf } from '../../../src/deploy/revision/draft-of.ts';
import { pin } from '../../../src/deploy/revision/pin.ts';
import { revisionOf } from './versions.ts';

test('a revision stands in for the files: its ports are demanded, its variables are what they were', () => {
  const revision = revisionOf(
    2,
    { services: { web: { image: 'web:1' } }, secrets: { key: { environment: 'API_KEY' }, cert: { file: '/c' } } },
    {
      of: {
        leases: [{ service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0, variable: 'WEB_PORT' }],
        contents: { secrets: { key: 'then', cert: 'c' }, configs: {} },
        environment: { WEB_PORT: '8001', INSTANCE_ID: 'demo' },
      },
    },
  );
  const draft = draftOf(revision, { PATH: '/bin', WEB_PORT: '9000' });
  expect(draft.requests).toEqual([
    {
      ...{ service: 'web', target: 80, protocol: 'tcp', count: 1, index: 0, variable: 'WEB_PORT' },
      ...{ preferred: 8001, demandedBy: 'revision r2' },
    },
  ]);
  expect(draft.environment).toEqual({ PATH: '/bin', WEB_PORT: '8001', INSTANCE_ID: 'demo' });
  expect(draft.values).toMatchObject({ API_KEY: 'then' });
  expect(draft).toMatchObject({ toGenerate: [], missing: [] });
});

test('its images are named, so that nobody prunes them, however often', async () => {
  const tags = new Map<string, string>();
  const engine = {
    async tagImage(id: string, reference: string) {
      if (id === 'sha256:db:1') throw new EngineError('image-not-found', `no such image: ${id}`);
      tags.set(reference, id);
    },
  };
  const revision = revisionOf(2, { services: { web: { image: 'web:1' }, db: { image: 'db:1' } } });
  await pin(revision, engine);
  await pin(revision, engine);
  expect([...tags]).toEqual([['portside/shop:r2-demo.web', 'sha256:web:1']]);
});
