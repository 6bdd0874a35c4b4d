import type { CertificateFacts, PemFile } from '../../../model/certificate.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

const dayMs = 86_400_000;
const soonDays = 14;

/** The edge's certificate and key are there, are for each other and for the domain, and last a while. */
export const edgeHasItsCertificate: Rule = {
  id: 'edge-has-its-certificate',
  why: 'A server does not start with a certificate that it cannot read or a key that is not its own, and browsers turn away from one that has expired or is for another name.',
  cause: 'tls-certificate',
  look: (input) => {
    const { edge } = input.stack.settings;
    if (edge?.domain !== undefined && edge.server === 'nginx' && edge.certificate === undefined)
      return [
        {
          severity: 'error',
          message: `nginx is to serve ${edge.domain}, and has no certificate: unlike Caddy it cannot get one by itself`,
          ...located(input.draft, ['x-portside', 'edge', 'domain']),
          fix: 'name the PEM files (certificate: and key: beside domain:), or leave out server: nginx',
        },
      ];
    const { certificate } = input.surroundings;
    return certificate ? judge(certificate, input) : [];
  },
};

function judge({ certificate, key, fits, valid, seenAt }: CertificateFacts, input: CheckInput): Found[] {
  const broken = [...unreadable('certificate', certificate, input), ...unreadable('key', key, input)];
  const at = located(input.draft, ['x-portside', 'edge', 'certificate']);
  const wrong =
    fits === false
      ? [
          {
            severity: 'error' as const,
            message: `the key ${key.path} is not that of the certificate ${certificate.path}`,
            ...at,
            fix: 'name the key that it was made with',
          },
        ]
      : [];
  return [...broken, ...wrong, ...(valid ? judgeValidity(valid, seenAt, certificate.path, input) : [])];
}

const problems: Record<NonNullable<PemFile['problem']>, string> = {
  missing: 'is not there',
  unreadable: 'cannot be read',
  folder: 'is a folder',
  'no PEM': 'is none: it holds nothing of that kind in PEM, which begins with -----BEGIN',
  encrypted: 'is locked with a passphrase, which no server can type',
};

function unreadable(what: 'certificate' | 'key', { path, problem }: PemFile, { draft }: CheckInput): Found[] {
  if (!problem) return [];
  return [
    {
      severity: 'error',
      message: `the ${what} of the edge, ${path}, ${problems[problem]}`,
      ...located(draft, ['x-portside', 'edge', what]),
      fix:
        problem === 'encrypted'
          ? 'unlock a copy of it that only you can read: openssl pkey -in KEY -out PLAIN'
          : 'mend the path, which begins at the project folder, or its permissions',
    },
  ];
}

function judgeValidity(
  { from, to, forDomain, names }: NonNullable<CertificateFacts['valid']>,
  now: number,
  path: string,
  { draft, stack }: CheckInput,
): Found[] {
  const at = located(draft, ['x-portside', 'edge', 'certificate']);
  const days = Math.floor((to - now) / dayMs);
  const day = (moment: number) => new Date(moment).toISOString().slice(0, 10);
  const other = `the certificate ${path} is for ${names.join(', ') || 'no name'}, and not for ${stack.settings.edge?.domain}`;
  return [
    ...(forDomain ? [] : [{ severity: 'error' as const, message: other, ...at, fix: 'name the certificate of that domain' }]),
    ...(to <= now
      ? [{ severity: 'error' as const, message: `the certificate ${path} expired on ${day(to)}`, ...at, fix: 'renew it' }]
      : []),
    ...(from > now
      ? [
          {
            severity: 'error' as const,
            message: `the certificate ${path} is valid from ${day(from)} only`,
            ...at,
            fix: 'see whether the clock of this machine is right',
          },
        ]
      : []),
    ...(to > now && days < soonDays
      ? [
          {
            severity: 'warning' as const,
            message: `the certificate ${path} expires on ${day(to)}, ${inDays(days)}`,
            ...at,
            fix: 'renew it, then run portside up',
          },
        ]
      : []),
  ];
}

function inDays(days: number): string {
  return days === 0 ? 'today or tomorrow' : `in ${days} day${days === 1 ? '' : 's'}`;
}
