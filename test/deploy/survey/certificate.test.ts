import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { surveyCertificate } from '../../../src/deploy/survey/certificate.ts';
import { inputOf } from '../check/input.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-certificate-'));
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  const named = ['-subj', '/CN=shop', '-addext', 'subjectAltName=DNS:shop.example.org,DNS:*.shop.example.org'];
  execFileSync('openssl', [...request, ...named, '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], {
    stdio: 'ignore',
  });
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'canary-passphrase' } as const;
  writeFileSync(join(folder, 'other.pem'), other.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'locked.pem'), other.privateKey.export(locked));
  writeFileSync(join(folder, 'notes.txt'), 'nothing of the kind');
});

const now = Date.now();

function look(certificate: string, key: string, domain = 'shop.example.org') {
  const { stack } = inputOf({ draft: { settings: { edge: { domain, certificate, key } } } });
  return surveyCertificate({ ...stack, project: { ...stack.project, directory: folder } }, now);
}

test('a pair is read, from the project folder, and nothing in it is kept', async () => {
  const facts = await look('./cert.pem', 'key.pem');
  expect(facts).toMatchObject({
    ...{ certificate: { path: join(folder, 'cert.pem') }, key: { path: join(folder, 'key.pem') }, fits: true, seenAt: now },
    valid: { forDomain: true, names: ['shop.example.org', '*.shop.example.org'] },
  });
  expect(Math.round(((facts?.valid?.to ?? 0) - now) / 86_400_000)).toBe(30);
  expect(JSON.stringify(facts)).not.toContain('BEGIN');
});

test('a name of the wildcard fits, another one does not', async () => {
  expect((await look('cert.pem', 'key.pem', 'a.shop.example.org'))?.valid?.forDomain).toBe(true);
  expect((await look('cert.pem', 'key.pem', 'example.org'))?.valid?.forDomain).toBe(false);
});

test.each([
  ['cert.pem', 'other.pem', { fits: false }],
  ['cert.pem', 'locked.pem', { key: { problem: 'encrypted' } }],
  ['cert.pem', 'nowhere.pem', { key: { problem: 'missing' } }],
  ['.', 'key.pem', { certificate: { problem: 'folder' } }],
  ['notes.txt', 'cert.pem', { certificate: { problem: 'no PEM' }, key: { problem: 'no PEM' } }],
])('%s with %s', async (certificate, key, facts) => {
  expect(await look(certificate, key)).toMatchObject(facts);
});

test('where the settings name none, nothing is looked at', async () => {
  const { stack } = inputOf({ draft: { settings: { edge: { domain: 'a.b' } } } });
  expect(await surveyCertificate(stack, now)).toBeUndefined();
});
