import { expect, test } from 'vitest';
import { changesFor, diagnose } from '../../src/diagnose/diagnose.ts';
import type { ServiceEvidence } from '../../src/diagnose/evidence.ts';
import { calling, failing, running, service } from './scene.ts';

/** What is changed where a healthcheck of `web` says this. */
function mendOf(said: string, about: Partial<ServiceEvidence>) {
  const healthLog = [{ exitCode: 1, output: said }];
  const web = service({ containers: [{ ...running, health: 'unhealthy', healthLog }], ...about });
  return diagnose(failing([], { message: 'web: unhealthy', services: { web } })).repair;
}

const check = 'HEALTHCHECK --interval=1s \\\n  CMD wget -qO- http://127.0.0.1:8080/actuator/health || exit 1';
const image = {
  ...{ reference: 'app', entrypoint: [], command: [], user: '', workdir: '/', architecture: 'amd64', exposed: [], volumes: [] },
  healthcheck: ['CMD-SHELL', 'wget -qO- http://127.0.0.1:8080/actuator/health || exit $WRONG'],
};
const source = [
  {
    inside: '/app.js',
    file: 'app.js',
    by: 'copy' as const,
    kind: 'file' as const,
    mode: 0o644,
    text: "if (url === '/manage/health') ok();",
  },
];

test('the healthcheck of an own Dockerfile is mended in the line that asks', () => {
  const dockerfile = { file: 'Dockerfile', text: `FROM scratch\n${check}\n`, copies: {} };
  const own = { ...image, healthcheck: ['CMD-SHELL', 'wget -qO- http://127.0.0.1:8080/actuator/health || exit 1'] };
  expect(mendOf('HTTP/1.1 404 Not Found', { definition: { build: {} }, image: own, dockerfile, files: source })).toEqual([
    { edit: 'replace', file: 'Dockerfile', line: 3, from: '/actuator/health', to: '/manage/health' },
  ]);
});

test("the healthcheck of somebody else's image is written anew, its dollars doubled", () => {
  expect(mendOf('HTTP/1.1 404 Not Found', { definition: { image: 'app' }, image, files: source })).toEqual([
    {
      edit: 'set',
      path: ['services', 'web', 'healthcheck', 'test'],
      value: ['CMD-SHELL', 'wget -qO- http://127.0.0.1:8080/manage/health || exit $$WRONG'],
    },
  ]);
});

test('a healthcheck that takes its port from the wrong variable takes it from the one that has it', () => {
  const definition = {
    environment: { APP_PORT: '4100', PORT: '3000' },
    healthcheck: { test: ['CMD-SHELL', 'wget -q "http://127.0.0.1:$$PORT/" || exit 1'] },
  };
  const listens = [{ port: 4100, loopback: false }];
  const refused = "wget: can't connect to remote host (127.0.0.1): Connection refused";
  expect(mendOf(refused, { definition, listens })).toEqual([
    {
      edit: 'set',
      path: ['services', 'web', 'healthcheck', 'test'],
      value: ['CMD-SHELL', 'wget -q "http://127.0.0.1:$$APP_PORT/" || exit 1'],
    },
  ]);
  const two = { ...definition, environment: { ...definition.environment, OTHER: '4100' } };
  expect(mendOf(refused, { definition: two, listens })).toBeUndefined();
});

test.each([
  ['NODE_OPTIONS', '--max-old-space-size=20', '--max-old-space-size=1024', 'JavaScript heap out of memory'],
  ['NODE_OPTIONS', '--max-old-space-size=512 --trace-gc', '--max-old-space-size=2048 --trace-gc', 'JavaScript heap out of memory'],
  ['JAVA_OPTS', '-Xms32m -Xmx64m', '-Xms32m -Xmx1024m', 'java.lang.OutOfMemoryError: Java heap space'],
  ['JAVA_OPTS', '-Xmx1g', '-Xmx4g', 'java.lang.OutOfMemoryError: Java heap space'],
])('a limit of its own runtime is raised: %s=%s', (name, value, wider, said) => {
  const web = service({ definition: { environment: { [name]: value } }, logs: [said] });
  expect(diagnose(failing([], { services: { web } })).repair).toEqual([
    { edit: 'set', path: ['services', 'web', 'environment', name], value: wider },
  ]);
});

const refused = ['Connection to node 1 (localhost/127.0.0.1:9092) refused: connect ECONNREFUSED 127.0.0.1:9092'];

test('a server that tells others a wrong address of itself is mended there', () => {
  const told = { environment: { KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://localhost:9092' } };
  const seen = diagnose(calling(refused, {}, { definition: told, listens: [{ port: 9092, loopback: false }] }));
  expect(seen).toMatchObject({
    cause: 'url-means-localhost',
    service: 'db',
    repair: [{ edit: 'set', path: ['services', 'db', 'environment', 'KAFKA_ADVERTISED_LISTENERS'], value: 'PLAINTEXT://db:9092' }],
  });
});

test('an address in a file of its own is mended where one line alone names it', () => {
  const file = (text: string) => [{ ...source[0], file: 'config.json', inside: '/config.json', text }] as ServiceEvidence['files'];
  const db = { listens: [{ port: 9092, loopback: false }] };
  const once = calling(refused, { files: file('{\n  "url": "mongodb://localhost:9092/x"\n}\n') }, db);
  expect(diagnose(once).repair).toEqual([{ edit: 'replace', file: 'config.json', line: 2, from: 'localhost:9092', to: 'db:9092' }]);
  const twice = calling(refused, { files: file('localhost:9092\nlocalhost:9092\n') }, db);
  expect(diagnose(twice).repair).toBeUndefined();
});

test('every change that may mend it is told, the surest first', () => {
  const web = service({
    definition: { environment: { NODE_OPTIONS: '--max-old-space-size=20' } },
    logs: ['JavaScript heap out of memory'],
  });
  const changes = changesFor(failing([], { services: { web } }));
  expect(changes[0]?.repair).toEqual(diagnose(failing([], { services: { web } })).repair);
});
