import { type KeyObject, X509Certificate, createPrivateKey } from 'node:crypto';
import { resolve } from 'node:path';
import { lookAt } from '../../system/look-at.ts';
import type { CertificateFacts, PemFile } from '../model/certificate.ts';
import type { Stack } from '../model/stack.ts';

const largest = 256 * 1024;

/** Looks at the PEM files that the settings name, and keeps nothing that is in them. `now` is in epoch milliseconds. */
export async function surveyCertificate(
  { settings, project }: Pick<Stack, 'settings' | 'project'>,
  now: number,
): Promise<CertificateFacts | undefined> {
  const { certificate, key, domain } = settings.edge ?? {};
  if (certificate === undefined || key === undefined) return undefined;
  const [public_, private_] = await Promise.all([
    readPem(resolve(project.directory, certificate), (text) => new X509Certificate(text)),
    readPem(resolve(project.directory, key), (text) => createPrivateKey(text)),
  ]);
  const made = public_.content;
  return {
    certificate: public_.file,
    key: private_.file,
    ...(made && private_.content ? { fits: fits(made, private_.content) } : {}),
    ...(made ? { valid: validityOf(made, domain) } : {}),
    seenAt: now,
  };
}

async function readPem<Content>(path: string, parse: (text: string) => Content): Promise<{ file: PemFile; content?: Content }> {
  const { kind, text } = await lookAt(path, largest);
  if (kind === 'missing') return { file: { path, problem: 'missing' } };
  if (kind === 'directory') return { file: { path, problem: 'folder' } };
  if (kind !== 'file' || text === undefined) return { file: { path, problem: 'unreadable' } };
  try {
    return { file: { path }, content: parse(text) };
  } catch (error) {
    const encrypted = error instanceof Error && 'code' in error && error.code === 'ERR_MISSING_PASSPHRASE';
    return { file: { path, problem: encrypted || text.includes('ENCRYPTED') ? 'encrypted' : 'no PEM' } };
  }
}

function fits(certificate: X509Certificate, key: KeyObject): boolean {
  return certificate.checkPrivateKey(key);
}

function validityOf(certificate: X509Certificate, domain: string | undefined): NonNullable<CertificateFacts['valid']> {
  const named = (certificate.subjectAltName ?? '').split(/,\s*/).flatMap((entry) => /^DNS:(.+)$/.exec(entry)?.[1] ?? []);
  const subject = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  return {
    from: Date.parse(certificate.validFrom),
    to: Date.parse(certificate.validTo),
    forDomain: domain === undefined || certificate.checkHost(domain) !== undefined,
    names: named.length > 0 ? named : subject === undefined ? [] : [subject],
  };
}
