import { expect, test } from 'vitest';
import { type DraftOptions, draftOf } from './workbench.ts';

async function requestsFor(ports: string[], options: DraftOptions & { more?: string; envFile?: string } = {}) {
  const lines = ports.map((port) => `      - ${port}\n`).join('');
  const compose = `services:\n  web:\n    image: busybox\n${options.more ?? ''}    ports:\n${lines}`;
  return (await draftOf({ 'compose.yaml': compose, '.env': options.envFile ?? '' }, options)).requests;
}

test('a plain mapping asks for its number', async () => {
  expect(await requestsFor(['"8080:80"'])).toEqual([{ service: 'web', target: 80, protocol: 'tcp', preferred: 8080, count: 1, index: 0 }]);
});

test('address, protocol and IPv6 are kept', async () => {
  expect(await requestsFor(['"127.0.0.1:5353:53/udp"', '"[::1]:9000:90"'])).toMatchObject([
    { target: 53, protocol: 'udp', hostIp: '127.0.0.1', preferred: 5353 },
    { target: 90, protocol: 'tcp', hostIp: '::1', preferred: 9000 },
  ]);
});

test('a bare container port asks for no number in particular', async () => {
  const requests = await requestsFor(['"80"', '81']);
  expect(requests.map(({ target, preferred }) => [target, preferred])).toEqual([
    [80, undefined],
    [81, undefined],
  ]);
});

test('a range before one port is searched; a range before a range is one request a port', async () => {
  expect(await requestsFor(['"8003-8010:8003"', '"7000-7001:7000-7001"', '"3000-3001"'])).toMatchObject([
    { target: 8003, preferred: 8003, range: { from: 8003, to: 8010 }, index: 0 },
    { target: 7000, preferred: 7000, index: 1 },
    { target: 7001, preferred: 7001, index: 2 },
    { target: 3000, index: 3 },
    { target: 3001, index: 4 },
  ]);
});

test('the variable that feeds a port is known, with its default', async () => {
  expect(await requestsFor(['"${API_PORT:-8001}:8000"', '"${HOST:-127.0.0.1}:${WEB_PORT:-80}:8080"'])).toMatchObject([
    { target: 8000, preferred: 8001, variable: 'API_PORT' },
    { target: 8080, preferred: 80, hostIp: '127.0.0.1', variable: 'WEB_PORT' },
  ]);
});

test('long syntax is read the same way', async () => {
  const requests = await requestsFor(['{ target: 80, published: "${WEB_PORT:-8080}", host_ip: 127.0.0.1, protocol: tcp }']);
  expect(requests).toMatchObject([{ target: 80, preferred: 8080, hostIp: '127.0.0.1', variable: 'WEB_PORT' }]);
});

test('a value of .env is a preference, one of the shell a demand', async () => {
  const ports = ['"${A:-1001}:80"', '"${B:-1002}:81"'];
  const requests = await requestsFor(ports, { envFile: 'A=2001\nB=2002\n', shell: { B: '3002' } });
  expect(requests).toMatchObject([
    { preferred: 2001, variable: 'A' },
    { preferred: 3002, variable: 'B', demandedBy: 'B=3002 in the shell' },
  ]);
  expect(requests[0]).not.toHaveProperty('demandedBy');
});

test('a range in the shell is a range to search, not a demand for its first number', async () => {
  const [request] = await requestsFor(['"${A:-8000}:80"'], { shell: { A: '9000-9009' } });
  expect(request).toMatchObject({ preferred: 9000, range: { from: 9000, to: 9009 } });
  expect(request).not.toHaveProperty('demandedBy');
});

test('a variable that also says the container port is left alone: the service would listen elsewhere', async () => {
  const [request] = await requestsFor(['"${PORT:-3000}:${PORT:-3000}"']);
  expect(request).toMatchObject({ target: 3000, preferred: 3000 });
  expect(request).not.toHaveProperty('variable');
});

test('a variable that is only a part of the number, or more than it, feeds nothing', async () => {
  const requests = await requestsFor(['"80${DIGITS:-01}:80"', '"${MAPPING:-8080:81}"']);
  expect(requests.map(({ preferred, variable }) => [preferred, variable])).toEqual([
    [8001, undefined],
    [8080, undefined],
  ]);
});

test('replicas ask for consecutive numbers; none ask for nothing', async () => {
  expect(await requestsFor(['"8080-8090:80"'], { more: '    deploy: { replicas: 3 }\n' })).toMatchObject([{ preferred: 8080, count: 3 }]);
  expect(await requestsFor(['"8080:80"'], { more: '    scale: 0\n' })).toEqual([]);
});

test('a port that comes from an extended service of another file knows its variable', async () => {
  const { requests } = await draftOf({
    'compose.yaml': 'services: { web: { extends: { file: base.yaml, service: base } } }',
    'base.yaml': 'services: { base: { image: busybox, ports: ["${P:-8080}:80"] } }',
  });
  expect(requests).toMatchObject([{ service: 'web', preferred: 8080, variable: 'P' }]);
});

test('so does one from an override file, and one with a default volume that older Compose cannot print uninterpolated', async () => {
  const { requests } = await draftOf({
    'compose.yaml': 'services: { web: { image: busybox, volumes: ["${DATA:-./data}:/data:ro"] } }',
    'compose.override.yaml': 'services: { web: { ports: ["${P:-8080}:80"] } }',
  });
  expect(requests).toMatchObject([{ service: 'web', preferred: 8080, variable: 'P' }]);
});
