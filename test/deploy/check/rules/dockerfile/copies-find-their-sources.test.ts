import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copiesFindTheirSources } from '../../../../../src/deploy/check/rules/dockerfile/copies-find-their-sources.ts';
import { surveyDockerfiles } from '../../../../../src/deploy/survey/dockerfile/survey-dockerfiles.ts';
import { inputOf } from '../../input.ts';

async function found(files: Record<string, string>, target?: string) {
  const context = await mkdtemp(join(tmpdir(), 'portside-copies-'));
  onTestFinished(() => rm(context, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(context, name)), { recursive: true });
    await writeFile(join(context, name), text);
  }
  const services = { web: { build: { context, dockerfile: 'Dockerfile', ...(target ? { target } : {}) } } };
  const dockerfiles = await surveyDockerfiles({ name: 'shop', services });
  const findings = copiesFindTheirSources.look(inputOf({ services, surroundings: { dockerfiles } }));
  return findings.map(
    ({ cause, at, repair }) =>
      `${cause} ${at?.file.replace(`${context}/`, '')}:${at?.line} ${JSON.stringify(repair ?? []).replaceAll(`${context}/`, '')}`,
  );
}

test.each<Record<string, string>>([
  { Dockerfile: 'FROM a\nCOPY x /x\nCOPY ./x ../x /y/\nCOPY . .\nADD https://example.org/z /z\n', x: '' },
  { Dockerfile: 'FROM a\nCOPY package.json yarn.lock* ./\nCOPY --from=b /no /no\nCOPY <<EOF /z\nhello\nEOF\n', 'package.json': '' },
  { Dockerfile: 'ARG D=src\nFROM a\nARG D\nCOPY ${D}/x ${UNKNOWN}/y /x/\nCOPY ["a b", "/x/"]\n', 'src/x': '', 'a b': '' },
  {
    Dockerfile: 'FROM a\nCOPY src ./src\nCOPY package.json .\n',
    '.dockerignore': '*\n!src\n!package.json\nsrc/*.test.js\n',
    'src/app.js': '',
    'package.json': '',
  },
  { Dockerfile: 'FROM a\nCOPY src /src\n', '.dockerignore': '*\n!src/app.js\n', 'src/app.js': '' },
  { Dockerfile: 'FROM a\nCOPY x /x\n', 'Dockerfile.dockerignore': '# all\n', '.dockerignore': 'x\n', x: '' },
])('what is there is no problem: %j', async (files) => {
  expect(await found(files)).toEqual([]);
});

test('what is not there, and what is left out', async () => {
  expect(await found({ Dockerfile: 'FROM a\nCOPY gone/x /x\n' })).toEqual(['copy-missing Dockerfile:2 []']);
  expect(await found({ Dockerfile: 'FROM a\nCOPY foo.txt /x\n', '.dockerignore': '*.txt\nlogs\n', 'foo.txt': '' })).toEqual([
    'copy-ignored .dockerignore:1 [{"edit":"insert-line","file":".dockerignore","line":2,"text":"!foo.txt"}]',
  ]);
  expect(await found({ Dockerfile: 'FROM a\nCOPY lib /x\n', '.dockerignore': 'node_modules\n/lib/\n', 'lib/x': '' })).toEqual([
    'copy-ignored .dockerignore:2 [{"edit":"remove-line","file":".dockerignore","line":2}]',
  ]);
});

test('where several lines leave it out, people decide', async () => {
  expect(await found({ Dockerfile: 'FROM a\nCOPY foo.txt /x\n', '.dockerignore': '*.txt\nfoo.*\n', 'foo.txt': '' })).toEqual([
    'copy-ignored .dockerignore:undefined []',
  ]);
});

test('a stage that is not built may copy what it wants', async () => {
  const Dockerfile = 'FROM a AS one\nCOPY gone /x\nFROM b AS two\nRUN true\nFROM two AS three\nCOPY --from=two /x /y\n';
  expect(await found({ Dockerfile })).toEqual([]);
  expect(await found({ Dockerfile }, 'one')).toEqual(['copy-missing Dockerfile:2 []']);
});
