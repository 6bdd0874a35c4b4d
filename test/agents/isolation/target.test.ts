import { expect, test } from 'vitest';
import { hostsFile, targetsOf } from '../../../src/agents/isolation/target.ts';

test('each named host has an address, a port and a socket of its own; the loopback keeps its names', () => {
  const targets = targetsOf([
    'api.anthropic.com',
    'https://API.example.com/',
    'http://plain.example.com',
    'localhost:8080',
    '127.0.0.1:4010',
    'api.anthropic.com:8443',
  ]);
  expect(targets.map((target) => target && `${target.host}:${target.port} at ${target.address} by ${target.socket}`)).toEqual([
    'api.anthropic.com:443 at 127.1.0.1 by /run/portside/0.sock',
    'api.example.com:443 at 127.1.0.2 by /run/portside/1.sock',
    'plain.example.com:80 at 127.1.0.3 by /run/portside/2.sock',
    'localhost:8080 at 127.0.0.1 by /run/portside/3.sock',
    '127.0.0.1:4010 at 127.0.0.1 by /run/portside/4.sock',
    'api.anthropic.com:8443 at 127.1.0.1 by /run/portside/5.sock',
  ]);
  expect(hostsFile(targets.filter((target) => target !== undefined))).toEqual({
    'api.anthropic.com': '127.1.0.1',
    'api.example.com': '127.1.0.2',
    'plain.example.com': '127.1.0.3',
  });
});

test.each(['', 'a b', '*.example.com', 'example.com/path', 'host:0', 'host:99999', '-x', 'ftp://x'])('`%s` is no host', (host) => {
  expect(targetsOf([host])).toEqual([undefined]);
});
