import { expect, test } from 'vitest';
import { addressesIn, isLoopback, isSingleLabel, rewritten } from '../../../../src/deploy/check/reach/address.ts';

const told = (text: string) =>
  addressesIn(text).map(({ scheme, host, port }) => [scheme, host, port].filter((part) => part !== undefined).join(' '));

test.each([
  ['redis://localhost:6379/0', ['redis localhost 6379']],
  ['postgresql+asyncpg://app:s3cret@db:5432/app?sslmode=disable', ['postgresql+asyncpg db 5432']],
  ['postgres://app:p@ss@db/app', ['postgres db']],
  ['jdbc:mysql://127.0.0.1:3306/shop', ['mysql 127.0.0.1 3306']],
  ['mongodb://a:27017,b:27018/x?replicaSet=rs', ['mongodb a 27017', 'mongodb b 27018']],
  ['http://[::1]:3000/', ['http ::1 3000']],
  ['https://api.example.com/v2', ['https api.example.com']],
  ['user:pw@tcp(localhost:3306)/shop', ['mysql localhost 3306']],
  ['host=localhost port=5432 user=app dbname=app', ['postgres localhost 5432']],
  ['Server=localhost;Port=3306;Database=x;Uid=y', ['localhost 3306']],
  ['localhost:9092,localhost:9093', ['localhost 9092', 'localhost 9093']],
  ['see db for the schema', []],
  ['sqlite:///data/app.db', []],
  ['12:30', []],
  ['postgres://user:password@host:port/db', []],
])('%s', (text, addresses) => {
  expect(told(text)).toEqual(addresses);
});

test('another host and port are written where the old ones stand', () => {
  const [url] = addressesIn('http://[::1]:8080/');
  const [list] = addressesIn('localhost:6380');
  expect(url && rewritten(url, { host: 'api', port: 80 })).toBe('api:80');
  expect(list && rewritten(list, { host: 'redis' })).toBe('redis:6380');
});

test('loopback addresses, and names that only a service can have', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1', '0.0.0.0', 'app.localhost'].filter((host) => !isLoopback(host))).toEqual([]);
  expect(['db', 'shop-cache-1', 'my_redis'].filter((host) => !isSingleLabel(host))).toEqual([]);
  expect(['db.internal', '10.0.0.1', 'localhost', 'host.docker.internal'].filter(isSingleLabel)).toEqual([]);
});
