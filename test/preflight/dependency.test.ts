import { describe, expect, test } from 'vitest';
import { dependencyOfVariables, parseDependency, parseHttp } from '../../src/preflight/dependency.ts';

const named = (written: string) => parseDependency(written, 1).map(({ name }) => name);

describe('a dependency', () => {
  test.each([
    ['redis:6379', ['redis:6379']],
    ['my_db.internal:5432', ['my_db.internal:5432']],
    ['127.0.0.1:80', ['127.0.0.1:80']],
    ['[::1]:5432', ['[::1]:5432']],
    ['[fe80::1%eth0]:80', ['[fe80::1%eth0]:80']],
    ['redis://redis', ['redis:6379']],
    ['rediss://:p@ss@redis:6380/0', ['redis:6380']],
    ['postgres://ada:c4n4ry@db/shop?sslmode=disable', ['db:5432']],
    ['postgresql+asyncpg://ada:c4n4ry@db:5433/shop', ['db:5433']],
    ['jdbc:mysql://db/shop', ['db:3306']],
    ['mongodb://ada:c4n4ry@a:27017,b/shop', ['a:27017', 'b:27017']],
    ['amqp://mq#x', ['mq:5672']],
    ['HTTP://api/health', ['api:80']],
    ['tcp://anything:1', ['anything:1']],
  ])('%s', (written, names) => {
    expect(named(written)).toEqual(names);
  });

  test.each([
    ['', /^dependency 3 is empty/],
    ['redis', /^dependency 3, redis, names no port/],
    ['redis:0', /between 1 and 65535/],
    ['redis:70000', /between 1 and 65535/],
    ['::1:80', /^dependency 3 is not HOST:PORT/],
    ['gopher://hole', /^dependency 3, hole, names no port/],
    ['mongodb+srv://ada:c4n4ry@cluster/x', /SRV/],
    ['postgres://ada:c4n4ry/with-slash@db/x', /^dependency 3/],
    ['postgres://ada:c4n4ry@db host/x', /^dependency 3/],
    ['c4n4ry@db', /^dependency 3 is not/],
  ])('%s is refused, and no password is repeated', (written, message) => {
    const parse = () => parseDependency(written, 3);
    expect(parse).toThrow(expect.objectContaining({ exit: 2, message: expect.stringMatching(message) as string }));
    expect(parse).not.toThrow(/c4n4ry/);
  });
});

describe('a pair of variables', () => {
  const at = (host: string, port: string) => dependencyOfVariables('LLAMA_CPP', { LLAMA_CPP_HOST: host, LLAMA_CPP_PORT: port }).name;

  test('names one dependency, as old links and Kubernetes write it too', () => {
    expect([at('llama-cpp', '8080'), at('10.0.0.1', 'tcp://10.0.0.1:6379'), at('[::1]', ' 80 '), at('::1', '80')]).toEqual([
      'llama-cpp:8080',
      '10.0.0.1:6379',
      '[::1]:80',
      '[::1]:80',
    ]);
  });

  test('is refused where one of them is missing or no such thing', () => {
    expect(() => at('', '80')).toThrow('LLAMA_CPP_HOST has no value');
    expect(() => at('llama', '')).toThrow('LLAMA_CPP_PORT has no value');
    expect(() => at('llama', 'http')).toThrow('its port is not a number');
    expect(() => at('http://ada:c4n4ry@llama', '80')).toThrow(/^--from LLAMA_CPP: LLAMA_CPP_HOST is no host's name$/);
  });
});

test('a URL to ask is shown without credentials and query', () => {
  expect(parseHttp('https://ada:c4n4ry@api:8443/health?key=c4n4ry', 1).name).toBe('https://api:8443/health');
  expect(() => parseHttp('ftp://ada:c4n4ry@api', 2)).toThrow(/^--http 2 is not a URL of http or https$/);
});
