import { expect, test } from 'vitest';
import { settingsNamePublishedPorts } from '../../../../../src/deploy/check/rules/settings/settings-name-published-ports.ts';
import type { SettingsProbe } from '../../../../../src/contract/settings.ts';
import { inputOf } from '../../input.ts';

const services = {
  web: {
    ports: [
      { target: 8000, protocol: 'tcp' },
      { target: 53, protocol: 'udp' },
    ],
  },
  db: { image: 'x' },
};

function messages(verify: SettingsProbe[], ports = {}) {
  return settingsNamePublishedPorts.look(inputOf({ services, draft: { settings: { verify, ports } } })).map(({ message }) => message);
}

test('a published port may be named and probed', () => {
  const web = { service: 'web', port: 8000 };
  expect(
    messages(
      [
        { kind: 'http', path: '/', tls: false, ...web },
        { kind: 'tcp', ...web },
      ],
      { api: web },
    ),
  ).toEqual([]);
});

test('one that is not published is an error that says what is', () => {
  expect(messages([{ kind: 'tcp', service: 'web', port: 80 }], { db: { service: 'db', port: 5432 } })).toEqual([
    'x-portside.ports names port 5432 of db, which is not published (it publishes none)',
    'x-portside.verify names port 80 of web, which is not published (it publishes 8000, 53/udp)',
  ]);
});

test('a UDP port cannot be probed over TCP', () => {
  expect(messages([{ kind: 'tcp', service: 'web', port: 53 }])).toHaveLength(1);
});

test('an unknown service is another rule’s finding, and a command needs no port', () => {
  expect(
    messages([
      { kind: 'tcp', service: 'nope', port: 1 },
      { kind: 'command', service: 'db', run: ['x'] },
    ]),
  ).toEqual([]);
});
