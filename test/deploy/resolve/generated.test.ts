import { expect, test } from 'vitest';
import { withGenerated } from '../../../src/deploy/resolve/generated.ts';
import { resolveStack } from '../../../src/deploy/resolve/resolve.ts';
import { type DraftOptions, draftOf, realCompose } from './workbench.ts';

const compose = `name: shop
services:
  web:
    image: busybox
    environment: { TOKEN: "\${TOKEN:?needed}", BARE: "\${BARE}" }
    ports: ["80"]
x-portside:
  env: { generate: [TOKEN, BARE] }
  verify: [{ websocket: "web:80/ws?token=\${TOKEN}&of=\${INSTANCE_ID}" }, { command: { in: web, run: [sh, -c, "echo $$HOME"] } }]
`;
const made = { TOKEN: 'made-up-token', BARE: 'made-up-too' };

async function stackOf(files: Record<string, string>, options: DraftOptions = {}) {
  const draft = await draftOf(files, options);
  const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: draft.project.directory };
  const values = Object.fromEntries(draft.toGenerate.map((name) => [name, made[name as keyof typeof made]]));
  const leases = draft.requests.map((request) => ({ ...request, port: 9123 }));
  return { draft, stack: await resolveStack(realCompose, withGenerated(draft, values), identity, leases) };
}

test('a variable that nobody gives is not missing, and reaches every place that mentions it', async () => {
  const { draft, stack } = await stackOf({ 'compose.yaml': compose });
  expect(draft.missing).toEqual([]);
  expect(draft.toGenerate).toEqual(['TOKEN', 'BARE']);
  expect(stack.compose.services['web']?.environment).toEqual(made);
  expect(stack.generated).toEqual(made);
  expect(stack.variables.map(({ name, from }) => [name, from])).toEqual([
    ['BARE', 'generated'],
    ['INSTANCE_ID', 'instance'],
    ['TOKEN', 'generated'],
  ]);
});

test("probes ask with the instance's own values, and a doubled dollar is one", async () => {
  const { stack } = await stackOf({ 'compose.yaml': compose });
  expect(stack.settings.verify).toMatchObject([{ path: '/ws?token=made-up-token&of=demo' }, { run: ['sh', '-c', 'echo $HOME'] }]);
});

test('an empty value is none, and what the shell or an env file gives is a secret all the same', async () => {
  const files = { 'compose.yaml': compose, '.env': 'TOKEN=\nBARE=from-$$-file' };
  const empty = await stackOf(files, { shell: { TOKEN: '' } });
  expect(empty.draft.toGenerate).toEqual(['TOKEN']);
  expect(empty.stack.generated).toEqual({ TOKEN: 'made-up-token', BARE: 'from-$-file' });
  expect(empty.stack.compose.services['web']?.environment).toEqual({ TOKEN: 'made-up-token', BARE: 'from-$$-file' });
  const given = await stackOf(files, { shell: { TOKEN: 'from-shell' } });
  expect(given.draft.toGenerate).toEqual([]);
  expect(given.stack.generated).toMatchObject({ TOKEN: 'from-shell' });
  expect(given.stack.settings.verify?.[0]).toMatchObject({ path: '/ws?token=from-shell&of=demo' });
});

test('what is generated does not shape the draft, whose hash all copies share', async () => {
  const [one, other] = [await draftOf({ 'compose.yaml': compose }), await draftOf({ 'compose.yaml': compose })];
  expect(JSON.stringify(one.model)).toBe(JSON.stringify(other.model));
});

test('where Compose refuses the file, it is not for want of what is generated', async () => {
  const wrong = compose.replace('image: busybox', 'image: busybox\n    prots: []');
  await expect(draftOf({ 'compose.yaml': wrong })).rejects.toMatchObject({
    code: 'compose-refused',
    message: expect.stringContaining('prots') as unknown,
  });
});

test('a line about a service whose profile is off is not offered', async () => {
  const file = `services: { web: { image: a }, tool: { image: b, profiles: [debug], ports: ["90"] } }
x-portside: { ports: { debug: "tool:90" }, connect: { a: "curl {DEBUG_URL}", b: "curl {TOOL_PORT}", c: "echo {INSTANCE_ID}" } }`;
  expect((await draftOf({ 'compose.yaml': file })).settings.connect).toEqual({ c: 'echo {INSTANCE_ID}' });
  expect(Object.keys((await draftOf({ 'compose.yaml': file }, { profiles: ['debug'] })).settings.connect ?? {})).toEqual(['a', 'b', 'c']);
});
