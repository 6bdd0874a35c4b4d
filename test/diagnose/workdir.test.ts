import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { ImageFacts, ServiceEvidence } from '../../src/diagnose/evidence.ts';
import { failing, service } from './scene.ts';

const image: ImageFacts = {
  ...{ reference: 'blog', entrypoint: [], command: [], user: '', workdir: '/usr/src/app' },
  ...{ architecture: 'amd64', exposed: [], volumes: [], healthcheck: [] },
};
const dockerfile = { file: 'Dockerfile', text: 'FROM node\nWORKDIR /usr/src/app\nCOPY package.json blog.js ./\n', copies: {} };

function started(said: string, about: Partial<ServiceEvidence>) {
  return diagnose(failing([], { services: { web: service({ image, dockerfile, logs: [said], ...about }) } }));
}

test.each([
  "npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/app/package.json'",
  "npm ERR! enoent ENOENT: no such file or directory, open '/app/package.json'",
  'error Couldn\'t find a package.json file in "/app"',
  'ERR_PNPM_NO_PKG_MANIFEST  No package.json found in "/app"',
])('a package manager finds no project in the working folder: %s', (said) => {
  const seen = started(said, { definition: { build: { context: '.' }, working_dir: '/app' } });
  expect(seen).toMatchObject({ cause: 'workdir-wrong', service: 'web', repair: [{ edit: 'remove' }] });
  expect(seen.suggestion).toContain('/usr/src/app');
});

test('a mount over it is what is to be looked at', () => {
  const volumes = [{ type: 'bind', source: '/shop/empty', target: '/usr/src/app' }];
  const seen = started("npm error ENOENT: no such file or directory, open '/usr/src/app/package.json'", {
    definition: { build: { context: '.' }, volumes },
  });
  expect(seen).toMatchObject({ cause: 'workdir-wrong', service: 'web' });
  expect(seen.summary).toContain('/shop/empty');
  expect(seen.repair).toBeUndefined();
});
