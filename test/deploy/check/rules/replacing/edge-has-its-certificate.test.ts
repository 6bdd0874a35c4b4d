import { expect, test } from 'vitest';
import { edgeHasItsCertificate } from '../../../../../src/deploy/check/rules/replacing/edge-has-its-certificate.ts';
import type { EdgeSettings } from '../../../../../src/contract/settings.ts';
import type { CertificateFacts } from '../../../../../src/deploy/model/certificate.ts';
import { inputOf } from '../../input.ts';

const day = 86_400_000;
const now = Date.parse('2026-05-01');
const sound: CertificateFacts = {
  certificate: { path: '/srv/shop/c.pem' },
  key: { path: '/srv/shop/k.pem' },
  fits: true,
  valid: { from: now - day, to: now + 90 * day, forDomain: true, names: ['a.example.org'] },
  seenAt: now,
};

function messages(certificate?: CertificateFacts, edge: EdgeSettings = { domain: 'a.example.org', certificate: 'c.pem', key: 'k.pem' }) {
  const input = inputOf({ draft: { settings: { edge } }, surroundings: certificate ? { certificate } : {} });
  return edgeHasItsCertificate.look(input).map(({ severity, message, at }) => `${severity} ${at?.file}: ${message}`);
}

const valid = (changes: object) => ({ ...sound, valid: { ...sound.valid, ...changes } }) as CertificateFacts;

test.each<[CertificateFacts, string]>([
  [{ ...sound, key: { path: '/k', problem: 'missing' } }, 'error x-portside.edge.key: the key of the edge, /k, is not there'],
  [
    { ...sound, certificate: { path: '/c', problem: 'no PEM' } },
    'error x-portside.edge.certificate: the certificate of the edge, /c, is none',
  ],
  [
    { ...sound, key: { path: '/k', problem: 'encrypted' } },
    'error x-portside.edge.key: the key of the edge, /k, is locked with a passphrase',
  ],
  [{ ...sound, fits: false }, 'error x-portside.edge.certificate: the key /srv/shop/k.pem is not that of the certificate'],
  [valid({ to: now - day }), 'error x-portside.edge.certificate: the certificate /srv/shop/c.pem expired on 2026-04-30'],
  [valid({ from: now + day }), 'error x-portside.edge.certificate: the certificate /srv/shop/c.pem is valid from 2026-05-02 only'],
  [valid({ to: now + 3 * day }), 'warning x-portside.edge.certificate: the certificate /srv/shop/c.pem expires on 2026-05-04, in 3 days'],
  [
    valid({ forDomain: false, names: ['b.org'] }),
    'error x-portside.edge.certificate: the certificate /srv/shop/c.pem is for b.org, and not for a.example.org',
  ],
])('%j', (facts, start) => {
  expect(messages(facts)).toEqual([expect.stringContaining(start) as unknown]);
});

test('a sound one says nothing, and Caddy needs none', () => {
  expect(messages(sound)).toEqual([]);
  expect(messages(undefined, { domain: 'a.example.org' })).toEqual([]);
});

test('nginx cannot get one by itself', () => {
  expect(messages(undefined, { server: 'nginx', domain: 'a.example.org' })).toEqual([
    'error x-portside.edge.domain: nginx is to serve a.example.org, and has no certificate: unlike Caddy it cannot get one by itself',
  ]);
  expect(messages(undefined, { server: 'nginx' })).toEqual([]);
});
