import { expect, test } from 'vitest';
import { readContents } from '../../../src/deploy/resolve/contents.ts';
import { folderWith } from './workbench.ts';

test('secrets and configs are read from their files and variables', async () => {
  const directory = await folderWith({ 'password.txt': 'hush\n', 'app.conf': 'mode=fast' });
  const model = {
    name: 'shop',
    services: {},
    secrets: { password: { file: `${directory}/password.txt` }, token: { environment: 'TOKEN' } },
    configs: { app: { file: `${directory}/app.conf` }, inline: { content: 'x' } },
  };
  expect(await readContents(model, { TOKEN: 'abc' })).toEqual({
    secrets: { password: 'hush\n', token: 'abc' },
    configs: { app: 'mode=fast' },
  });
});

test('what is not there, or not a file, has no content; Compose says so itself', async () => {
  const directory = await folderWith({ 'folder/x': '' });
  const secrets = {
    gone: { file: `${directory}/gone` },
    folder: { file: `${directory}/folder` },
    unset: { environment: 'NOPE' },
    theirs: { external: true },
  };
  expect(await readContents({ name: 'shop', services: {}, secrets }, {})).toEqual({ secrets: {}, configs: {} });
});
