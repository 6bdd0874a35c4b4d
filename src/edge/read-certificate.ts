import { UserError, exitCode } from '../contract/user-error.ts';
import type { EdgeSpec } from '../deploy/model/edge.ts';
import { hashOf } from '../deploy/model/hash.ts';
import type { Stack } from '../deploy/model/stack.ts';
import { readIfAllowed } from '../system/files.ts';
import type { KeyPair } from './places.ts';

/** The PEM files that the settings name; undefined where they name none. Throws UserError (exit 3) for one that cannot be read. */
export async function readCertificate({ site }: EdgeSpec): Promise<KeyPair | undefined> {
  if (!site?.certificate) return undefined;
  const [certificate, key] = await Promise.all([
    readPem('certificate', site.certificate.certificate),
    readPem('key', site.certificate.key),
  ]);
  return { certificate, key };
}

/** The stack with what its certificate is, so that a renewed one is a change. Throws UserError (exit 3) where it cannot be read. */
export async function sealed(stack: Stack): Promise<Stack> {
  const { edge } = stack;
  const pair = edge && (await readCertificate(edge));
  if (!edge?.site?.certificate || !pair) return stack;
  const certificate = { ...edge.site.certificate, fingerprint: hashOf(pair) };
  return { ...stack, edge: { ...edge, site: { ...edge.site, certificate } } };
}

async function readPem(setting: string, file: string): Promise<string> {
  const text = await readIfAllowed(file);
  if (text !== undefined) return text;
  throw new UserError({
    code: 'no-certificate',
    exit: exitCode.stopped,
    message: `x-portside.edge.${setting}: ${file} cannot be read`,
    hint: 'put the PEM file there, or leave certificate and key out, so that Caddy gets a certificate by itself',
  });
}
