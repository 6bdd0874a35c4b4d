import { type KeyObject, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { UserError, exitCode } from '../../contract/user-error.ts';
import { explained } from '../../system/file-errors.ts';
import { createPrivateFile, readIfExists } from '../../system/files.ts';

/** Vouches for records of this machine: Ed25519 (RFC 8032). */
export interface SigningKey {
  /** The public key's 32 bytes, base64url: whoever has a record can check its signature with it. */
  id: string;
  /** `hash` is hexadecimal; base64url comes back. */
  sign(hash: string): string;
}

/** Undefined where this machine signs nothing. Throws UserError (exit 2) where the file cannot be read, or is no such key. */
export async function readSigningKey(home: string): Promise<SigningKey | undefined> {
  const file = signingKeyFile(home);
  const pem = await readIfExists(file).catch((error: unknown) => {
    throw unusable(file, 'cannot be read', error);
  });
  return pem === undefined ? undefined : signingKey(pem, file);
}

/** From now on every record is signed. A key that is there already stays. `draft`: a name that nobody else uses. */
export async function makeSigningKey(home: string, draft: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const file = signingKeyFile(home);
  await explained(file, () => createPrivateFile(file, pem, join(home, `ledger-${draft}.key`)));
  return (await readSigningKey(home)) ?? signingKey(pem, file);
}

function signingKey(pem: string, file: string): SigningKey {
  const key = privateKeyIn(pem, file);
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { id: x, sign: (hash) => sign(null, Buffer.from(hash, 'hex'), key).toString('base64url') };
}

function privateKeyIn(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    throw unusable(file, 'is damaged: it is no Ed25519 key', error);
  }
  throw unusable(file, 'is another key than one for Ed25519');
}

function unusable(file: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'signing-key',
    exit: exitCode.usage,
    message: `${file}, which signs records, ${why}`,
    hint: 'bring it back, or move it away: then records are not signed until `portside history key --make` makes another',
    cause,
  });
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

/** Where the private key lies. */
export function signingKeyFile(home: string): string {
  return join(home, 'ledger.key');
}
