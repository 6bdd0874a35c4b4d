import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { filesBelow, read } from './files.ts';

const here = (path: string) => existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));

test('what the README and AGENTS.md say to run is there', async () => {
  const text = `${await read('README.md')}\n${await read('AGENTS.md')}`;
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const run = [...text.matchAll(/npm run (?:--\S+ )*([\w:-]+)/g)].map(([, name = '']) => name);
  expect(run.filter((name) => !(name in scripts))).toEqual([]);
  const files = [...text.matchAll(/\bscript\/[a-z][\w.-]*/g)].map(([path]) => path);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((path) => !here(path))).toEqual([]);
});

test('links between the documents lead somewhere', async () => {
  const documents = ['README.md', 'AGENTS.md', ...filesBelow('docs').filter((path) => path.endsWith('.md'))];
  const broken = documents.map(async (document) => {
    const folder = document.includes('/') ? `${document.slice(0, document.lastIndexOf('/'))}/` : '';
    const targets = [...(await read(document)).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => `${folder}${target}`);
    return targets.filter((target) => !here(target)).map((target) => `${document} → ${target}`);
  });
  expect((await Promise.all(broken)).flat()).toEqual([]);
});

test('the licence is MIT, in words and in the package', async () => {
  const { license } = JSON.parse(await read('package.json')) as { license: string };
  expect(license).toBe('MIT');
  expect(await read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} .+\n\nPermission is hereby granted, free of charge/);
});
