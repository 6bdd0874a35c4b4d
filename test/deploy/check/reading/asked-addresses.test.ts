import { expect, test } from 'vitest';
import { askedAddresses } from '../../../../src/deploy/check/reading/asked-addresses.ts';

const asked = (command: string, environment = {}) => askedAddresses(command, environment).map(({ host, port }) => `${host} ${port}`);

test('places on the container itself are found in whatever way they are written', () => {
  expect(asked('curl -f http://localhost:3000/health || exit 1')).toEqual(['localhost 3000']);
  expect(asked('wget -qO- http://127.0.0.1/')).toEqual(['127.0.0.1 80']);
  expect(asked("fetch('https://[::1]/')")).toEqual(['[::1] 443']);
  expect(asked('nc -z localhost 9000')).toEqual(['localhost 9000']);
  expect(asked('echo > /dev/tcp/127.0.0.1/9000')).toEqual(['127.0.0.1 9000']);
  expect(asked('grpc_health_probe -addr=localhost:50051')).toEqual(['localhost 50051']);
});

test('a port that is a variable is looked up', () => {
  expect(asked('curl http://localhost:$PORT/', { PORT: '81' })).toEqual(['localhost 81']);
  expect(asked('curl http://localhost:${PORT:-82}/')).toEqual(['localhost 82']);
  expect(asked('curl http://localhost:${PORT}/')).toEqual([]);
});

test('other hosts are not asked of the container', () => {
  expect(asked('curl http://db:3000/ http://localhost.example:80/')).toEqual([]);
});
