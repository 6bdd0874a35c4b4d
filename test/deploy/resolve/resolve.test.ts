import { expect, test } from 'vitest';
import { findVariables } from '../../../src/deploy/resolve/variables.ts';
import { readSources } from '../../../src/deploy/resolve/sources.ts';
import { resolveStack } from '../../../src/deploy/resolve/resolve.ts';
import { composeVariables } from './compose-variables.ts';
import { draftOf, folderWith, realCompose } from './workbench.ts';

const compose = `name: shop
services:
  web:
    image: busybox
    container_name: web_\${INSTANCE_ID:-none}
    environment:
      PUBLIC_URL: http://localhost:\${API_PORT:-8001}
    ports: ["\${API_PORT:-8001}:8000"]
  worker:
    image: busybox
    container_name: worker
`;

test('the leased port reaches every place that mentions its variable, and INSTANCE_ID is set', async () => {
  const draft = await draftOf({ 'compose.yaml': compose });
  const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: draft.project.directory };
  const leases = draft.requests.map((request) => ({ ...request, port: 9123 }));
  const stack = await resolveStack(realCompose, draft, identity, leases);

  expect(draft.project.name).toBe('shop');
  expect(stack.compose.name).toBe('shop-demo');
  expect(stack.compose.services['web']).toMatchObject({
    container_name: 'web_demo',
    environment: { PUBLIC_URL: 'http://localhost:9123' },
    ports: [{ target: 8000, published: '9123' }],
  });
  expect(stack.givenNames).toEqual({ web: 'web_demo' });
  expect(stack.variables.map(({ name, from }) => [name, from])).toEqual([
    ['API_PORT', 'lease'],
    ['INSTANCE_ID', 'instance'],
  ]);
});

test('the project is called as Compose calls it, variables and all', async () => {
  expect((await draftOf({ 'compose.yaml': 'name: ${NAME:-my-shop}\nservices: { web: { image: busybox } }' })).project.name).toBe('my-shop');
  expect(
    (await draftOf({ 'compose.yaml': 'services: { web: { image: busybox } }', '.env': 'COMPOSE_PROJECT_NAME=from-env' })).project.name,
  ).toBe('from-env');
});

test('missing required variables are told all at once, and everything else is still resolved', async () => {
  const draft = await draftOf({
    'compose.yaml': 'services: { web: { image: "x:${TAG:?which tag}", ports: ["${P:?}:80"] }, db: { image: "y:${TAG}" } }',
  });
  expect(draft.missing).toEqual([
    { name: 'P', required: true },
    { name: 'TAG', required: true, message: 'which tag' },
  ]);
  expect(Object.keys(draft.model.services)).toEqual(['db', 'web']);
});

test('where a placeholder will not do, they are told instead of what Compose says about it', async () => {
  const drafting = draftOf({ 'compose.yaml': 'services: { web: { image: x, network_mode: "service:${OTHER:?whose network}" } }' });
  await expect(drafting).rejects.toMatchObject({
    code: 'missing-variables',
    exit: 2,
    message: expect.stringContaining('OTHER (whose network)') as unknown,
  });
});

test('the variables are the ones that Compose finds', async () => {
  const file = `services:
  web:
    image: "busybox:\${TAG:-1}"
    environment: { A: "\${A:-\${B:-c}}", NEEDED: "\${NEEDED:?}", ALT: "\${ALT:+yes}", PLAIN: $PLAIN, ESCAPED: "$$NOT" }
    ports: ["\${P:-80}:80"]
volumes: { data: { name: "data_\${INSTANCE_ID:-none}" } }
x-other: \${X:-1}
`;
  const directory = await folderWith({ 'compose.yaml': file });
  const files = [`${directory}/compose.yaml`];
  const ours = findVariables(await readSources(files, { shell: {}, envFiles: {} }));
  const theirs = await composeVariables(directory, `${directory}/compose.yaml`);
  const bare = (variables: { name: string; required: boolean; defaultValue?: string }[]) =>
    variables.map(({ name, required, defaultValue }) => `${name} ${required} ${defaultValue ?? ''}`).toSorted();
  expect(bare(ours)).toEqual(bare(theirs));
});

test('broken YAML is told with file, line and column', async () => {
  const drafting = draftOf({ 'compose.yaml': 'services:\n  web:\n    image: "busybox\n    ports: []\n' });
  await expect(drafting).rejects.toMatchObject({
    code: 'invalid-yaml',
    exit: 2,
    message: expect.stringMatching(/compose\.yaml:\d+:\d+: this is not valid YAML: /) as unknown,
  });
});

test('a key that is there twice is told at its second place', async () => {
  const drafting = draftOf({ 'compose.yaml': 'services:\n  web:\n    image: a\n    image: b\n' });
  await expect(drafting).rejects.toMatchObject({
    code: 'invalid-yaml',
    message: expect.stringMatching(/compose\.yaml:4:5: .*unique/) as unknown,
  });
});

test.each([
  ['an unknown key', 'services:\n  web:\n    image: a\n    prots: []\n', /compose\.yaml:4:5: .*prots/],
  ['a bad value', 'services:\n  web:\n    image: a\n    ports: ["eighty"]\n', /eighty/],
  ['an unknown service', 'services:\n  web:\n    image: a\n    depends_on: [db]\n', /compose\.yaml:4:18: web needs a service db/],
  ['neither image nor build', 'services:\n  web: {}\n', /compose\.yaml:2:3: .*neither an image nor a build/],
])('%s is told in the words of Compose, where it stands', async (_, text, message) => {
  await expect(draftOf({ 'compose.yaml': text })).rejects.toMatchObject({
    code: 'compose-refused',
    exit: 2,
    message: expect.stringMatching(message) as unknown,
  });
});

test('what is asked of a service whose profile is off is not asked', async () => {
  const files = {
    'compose.yaml':
      'x-portside: { ports: { debug: "tool:90" }, verify: [{ tcp: "tool:90" }] }\nservices: { web: { image: a }, tool: { image: b, profiles: [debug], ports: ["90"] } }',
  };
  const off = await draftOf(files);
  expect([off.inactive, off.settings, off.requests]).toEqual([['tool'], { ports: {}, verify: [] }, []]);
  const on = await draftOf(files, { profiles: ['debug'] });
  expect(on.settings.verify).toHaveLength(1);
  expect(on.requests).toHaveLength(1);
});

test('a file whose services all belong to profiles has nothing to run', async () => {
  const drafting = draftOf({ 'compose.yaml': 'services: { tool: { image: b, profiles: [debug] } }' });
  await expect(drafting).rejects.toMatchObject({ code: 'no-services', exit: 2 });
});

test('a build context or Dockerfile that is not there is known', async () => {
  const { missingBuildFiles, project } = await draftOf({
    'compose.yaml':
      'services: { a: { build: ./gone }, b: { build: { context: ., dockerfile: Nope } }, c: { build: . }, d: { build: { context: ., dockerfile_inline: "FROM x" } } }',
    Dockerfile: 'FROM busybox',
  });
  expect(missingBuildFiles).toEqual({ a: `${project.directory}/gone`, b: `${project.directory}/Nope` });
});

test('an included file is read with its own env file, below what the project says', async () => {
  const { missing, model, values, requests, variables } = await draftOf({
    'compose.yaml': 'include: [db/compose.yaml, { path: mail/compose.yaml, env_file: mail/prod.env }]\nservices: { web: { image: a } }',
    '.env': 'SHARED=project',
    'db/compose.yaml':
      'services: { db: { image: b, ports: ["${DB_PORT:-5432}:5432"], environment: { PASS: "${DB_PASSWORD:?}", SHARED: "${SHARED}" } } }',
    'db/.env': 'DB_PASSWORD=from-db\nSHARED=db\nDB_PORT=6000',
    'mail/compose.yaml': 'services: { mail: { image: c, environment: { PASS: "${MAIL_PASSWORD:?}", FROM: "${FROM:-}" } } }',
    'mail/prod.env': 'MAIL_PASSWORD=from-mail',
    'mail/.env': 'FROM=never-read',
  });
  expect(missing).toEqual([]);
  expect(model.services['db']?.environment).toEqual({ PASS: 'from-db', SHARED: 'project' });
  expect(model.services['mail']?.environment).toEqual({ PASS: 'from-mail', FROM: '' });
  expect(values).toMatchObject({ DB_PASSWORD: 'from-db', MAIL_PASSWORD: 'from-mail', SHARED: 'project' });
  expect(requests).toMatchObject([{ service: 'db', preferred: 6000, variable: 'DB_PORT' }]);
  expect(variables.find(({ name }) => name === 'DB_PASSWORD')).toMatchObject({ from: 'env-file', required: true });
});

test('what an included file has is missing all the same where the project itself asks for it', async () => {
  const { missing } = await draftOf({
    'compose.yaml': 'include: [db/compose.yaml]\nservices: { web: { image: a, environment: { PASS: "${DB_PASSWORD:?}" } } }',
    'db/compose.yaml': 'services: { db: { image: b, environment: { PASS: "${DB_PASSWORD:?}" } } }',
    'db/.env': 'DB_PASSWORD=from-db',
  });
  expect(missing.map(({ name }) => name)).toEqual(['DB_PASSWORD']);
});

test('`${NAME?}` is content with an empty value, `${NAME:?}` is not', async () => {
  const { missing } = await draftOf({
    'compose.yaml': 'services: { web: { image: a, environment: { A: "${A?}", B: "${B:?}", C: "${C?}" } } }',
    '.env': 'A=\nB=',
  });
  expect(missing.map(({ name }) => name)).toEqual(['B', 'C']);
});
