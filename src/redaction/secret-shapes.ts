/** Whether a variable of this name is likely to hold a secret; `AUTHOR` and `TOKEN_TTL` are not such names. */
export function isSecretName(name: string): boolean {
  if (workingDirectories.has(name)) return false;
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => secretWord.test(word)) && !harmlessWords.has(words.at(-1) ?? '');
}

/** The shell's, not passwords. */
const workingDirectories = new Set(['PWD', 'OLDPWD']);

const secretWord =
  /(?:key|token|secret|password|passwd|passphrase|pwd|credential|cred|^pass|auth|private|cookie|session|dsn|cert|salt|signature|webhook)s?$/;

/** What a name ends with when it speaks about a secret instead of being one. */
const harmlessWords = new Set(
  'ttl timeout expiry expires lifetime interval size length count max min port host dir file path type mode method algorithm enabled disabled user username sock'.split(
    ' ',
  ),
);

const ordinaryWords = new Set(
  'true false yes no on off none null localhost enabled disabled default required optional production development staging testing strict verify-ca verify-full prefer require'.split(
    ' ',
  ),
);

/** Values that are no secret whatever their variable is called; hiding them would make a record unreadable. */
export function isOrdinary(value: string): boolean {
  return (
    value.length < 3 ||
    ordinaryWords.has(value.toLowerCase()) ||
    /^v?\d+(\.\d+)+(-[\w.]+)?$/.test(value) ||
    /^\d+(ns|us|ms|s|m|h|d|kb|mb|gb|k|g)$/i.test(value) ||
    isPlainPath(value) ||
    isHostName(value)
  );
}

/** A password like `postgres` is also a service's name, and `1234` part of many a number: hidden only beside the variable's name, or in a URL. */
export function isWord(value: string): boolean {
  return /^[a-z]{1,15}$/i.test(value);
}

function isPlainPath(value: string): boolean {
  const segments = /^(?:~|\.{1,2})?(?:\/[\w.@+-]+)+\/?$/.test(value) ? value.split('/') : [];
  return segments.length > 0 && !segments.some((segment) => isRandom(segment));
}

/** `db.example.org:5432`; a dotted token has upper-case letters or ends otherwise. */
function isHostName(value: string): boolean {
  return /^(?:[a-z0-9-]{1,30}\.)+[a-z]{2,10}(?::\d+)?$/.test(value) || /^[a-z][a-z-]{0,30}:\d{1,5}$/.test(value);
}

/**
 * A long unbroken run of mixed letters and digits, as generators make them. Hashes, ids and UUIDs (one case of hex) are not: they are what
 * records are full of.
 */
export function isRandom(value: string): boolean {
  if (!/^[\w+/=.~-]{20,}$/.test(value)) return false;
  return (value.match(/[A-Za-z0-9+=]{20,}/g) ?? []).some(
    (run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && bitsPerCharacter(run) > 3.4,
  );
}

/** Shannon's entropy. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Formats that issuers made recognisable; hidden wherever they appear, known or not. */
export const issuedSecrets = [
  String.raw`\bsk-[\w-]{16,}`,
  String.raw`\b[sr]k_(?:live|test)_\w{16,}`,
  String.raw`\bgh[pousr]_\w{20,}`,
  String.raw`\bgithub_pat_\w{20,}`,
  String.raw`\bglpat-[\w-]{16,}`,
  String.raw`\bxox[abeprs]-[\w-]{10,}`,
  String.raw`\bnpm_[A-Za-z0-9]{30,}`,
  String.raw`\bAIza[\w-]{30,}`,
  String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
  String.raw`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*`,
  String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----`,
];

const issued = new RegExp(`^(?:${issuedSecrets.join('|')})$`);

export function isIssued(value: string): boolean {
  return issued.test(value);
}
