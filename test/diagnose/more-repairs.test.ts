import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Evidence, SourceFile } from '../../src/diagnose/evidence.ts';
import { calling, ended, failing, running, service } from './scene.ts';

const set = (path: (string | number)[], value: unknown) => [{ edit: 'set', path, value }];
const file = (name: string, text: string): SourceFile => ({ inside: `/${name}`, file: name, by: 'mount', kind: 'file', mode: 0o644, text });

test('a name that no service has means the one that has the port: in a variable, or in one line of a file', () => {
  const said = ["Unknown MySQL server host 'database'"];
  const db = { definition: { image: 'mysql:8' } };
  const byVariable = calling(said, { definition: { environment: { DB_HOST: 'database', DB_PORT: '3306' } } }, db);
  expect(diagnose(byVariable).repair).toEqual(set(['services', 'web', 'environment', 'DB_HOST'], 'db'));
  const inFile = calling(said, { files: [file('app.conf', 'a\npass database:3306;\n')] }, db);
  expect(diagnose(inFile).repair).toEqual([{ edit: 'replace', file: 'app.conf', line: 2, from: 'database:3306', to: 'db:3306' }]);
  const twice = calling(said, { files: [file('app.conf', 'database:3306\ndatabase:3306\n')] }, db);
  expect(diagnose(twice).repair).toBeUndefined();
});

test('a port as links between containers wrote it becomes a number', () => {
  const web = service({
    definition: { environment: { METRICS_PORT: 'tcp://172.17.0.5:9464' } },
    logs: ['RangeError [ERR_SOCKET_BAD_PORT]: options.port should be >= 0 and < 65536. Received type number (NaN).'],
  });
  expect(diagnose(failing([], { services: { web } })).repair).toEqual(set(['services', 'web', 'environment', 'METRICS_PORT'], '9464'));
});

test('redis-server has no -p, and --port 0 has it listen nowhere', () => {
  const command = ['redis-server', '-p', '6390'];
  const logs = ['*** FATAL CONFIG FILE ERROR (Redis 7.4) ***', `>>> 'protected-mode "no" "-p" "6390"'`, 'wrong number of arguments'];
  const web = service({ definition: { image: 'redis:7', command }, logs });
  expect(diagnose(failing([], { services: { web } })).repair).toEqual(
    set(['services', 'web', 'command'], ['redis-server', '--port', '6390']),
  );

  const closed = calling(
    ['Could not connect to Redis at db:6379: Connection refused'],
    { definition: { image: 'redis:7', depends_on: { db: { condition: 'service_healthy' } } } },
    { definition: { image: 'redis:7', command: ['redis-server', '--port', '0', '--unixsocket', '/s'] }, listens: [] },
  );
  expect(diagnose(closed).repair).toEqual(set(['services', 'db', 'command'], ['redis-server', '--unixsocket', '/s']));
});

test.each([
  [
    ['timeout', '-s', 'KILL', '3', 'node', 'a.js'],
    ['node', 'a.js'],
  ],
  [
    ['/usr/bin/timeout', '--kill-after=5', '1.5m', 'node', 'a.js'],
    ['node', 'a.js'],
  ],
  [['node', 'a.js'], undefined],
  [['timeout', '3'], undefined],
])('%j is not to end a server', (command, without) => {
  const web = service({ definition: { command }, containers: [ended(137)] });
  const { repair } = diagnose(failing([], { message: 'web: exited with code 137', services: { web } }));
  expect(repair).toEqual(without && set(['services', 'web', 'command'], without));
});

test('a server that prints its address beside the one that it takes listens for everybody by the one that it takes', () => {
  const text = "server\n  .listen(8080, '127.0.0.1', () => console.log('at http://127.0.0.1:8080/'));\n";
  const web = service({
    definition: { ports: [{ target: 8080, published: '8080', protocol: 'tcp' }] },
    containers: [running],
    listens: [{ port: 8080, loopback: true }],
    files: [file('app.js', text)],
  });
  expect(diagnose(failing([], { message: 'web: nobody answers', services: { web } })).repair).toEqual([
    { edit: 'replace', file: 'app.js', line: 2, from: "'127.0.0.1'", to: "'0.0.0.0'" },
  ]);
});

test('a volume in memory that is full gets more, whatever name the engine has for it', () => {
  const mount = { type: 'volume', source: 'backup', target: '/backup' };
  const web = service({ definition: { volumes: [mount] }, logs: ["dd: error writing '/backup/x': No space left on device"] });
  const volumes = { backup: { name: 'shop-main_backup', driver_opts: { type: 'tmpfs', o: 'size=512k,uid=7' } } } as Evidence['volumes'];
  expect(diagnose(failing([], { services: { web }, volumes })).repair).toEqual(
    set(['volumes', 'backup', 'driver_opts', 'o'], 'size=32m,uid=7'),
  );
});

test('who answers 503 until it is ready is asked by a healthcheck, and waited for', () => {
  const web = {
    definition: { depends_on: { db: { condition: 'service_started' as const } } },
    files: [file('a.js', "fetch('http://db:9200/_cat')")],
  };
  const seen = calling(['Error: db answered 503 shards are loading'], web, { definition: { image: 'node:24-alpine' }, listens: [] });
  expect(diagnose(seen).repair).toEqual([
    {
      edit: 'set',
      path: ['services', 'db', 'healthcheck'],
      value: {
        ...{ test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9200/_cat'], interval: '2s', timeout: '5s', retries: 30 },
      },
    },
    { edit: 'set', path: ['services', 'web', 'depends_on'], value: { db: { condition: 'service_healthy' } } },
  ]);
});
