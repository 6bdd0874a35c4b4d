import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { createPrivateFile, readIfExists } from '../../system/files.ts';

/** Vouches for records of this machine: Ed25519 (RFC 8032). */
export interface SigningKey {
  /** The public key's 32 bytes, base64url: whoever has a record can check its signature with it. */
  id: string;
  /** `hash` is hexadecimal; base64url comes back. */
  sign(hash: string): string;
}

/** Undefined where this machine signs nothing. */
export async function readSigningKey(home: string): Promise<SigningKey | undefined> {
  const pem = await readIfExists(fileOf(home));
  return pem === undefined ? undefined : signingKey(pem);
}

/** From now on every record is signed. A key that is there already stays. `draft`: a name that nobody else uses. */
export async function makeSigningKey(home: string, draft: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await createPrivateFile(fileOf(home), pem, join(home, `ledger-${draft}.key`));
  return (await readSigningKey(home)) ?? signingKey(pem);
}

function signingKey(pem: string): SigningKey {
  const key = createPrivateKey(pem);
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { id: x, sign: (hash) => sign(null, Buffer.from(hash, 'hex'), key).toString('base64url') };
}

/** Whether the owner of the key `signedBy` signed this hash. */
export function isSigned(hash: string, signature: string, signedBy: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signedBy }, format: 'jwk' });
    return verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(signature, 'base64url'));
  } catch {
    // No key at all.
    return false;
  }
}

function fileOf(home: string): string {
  return join(home, 'ledger.key');
}
