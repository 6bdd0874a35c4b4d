import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';
import { serviceCalled } from '../../reading/who.ts';

/** What is wrong with a certificate, in the words of OpenSSL, Node, Go, Java, Python, curl and .NET. */
const kinds: { words: RegExp[]; what: string; remedy: string }[] = [
  {
    words: [
      /CERT_HAS_EXPIRED|certificate has expired|certificate expired|CertificateExpiredException|NotAfter:|certificate is not yet valid|CERT_NOT_YET_VALID|has expired or is not yet valid|CertExpired|SEC_ERROR_EXPIRED/i,
    ],
    what: 'has run out, or is not valid yet',
    remedy: 'make a new certificate, and check the clock of the machine',
  },
  {
    words: [
      /ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames|Hostname\/IP does not match/i,
      /x509: certificate is (?:valid for|not valid for any names)|cannot validate certificate for|certificate relies on legacy Common Name/i,
      /No subject alternative (?:DNS )?names? (?:matching|present)|Hostname mismatch|hostname .* doesn't match|certificate subject name .* does not match|no alternative certificate subject name matches|NotValidForName|RemoteCertificateNameMismatch/i,
    ],
    what: 'is for another host name',
    remedy: "make a certificate for the service's name (its subject alternative names), or call it by the name that the certificate has",
  },
  {
    words: [
      /DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|self[- ]signed certificate/i,
      /UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|unable to (?:verify the first certificate|get (?:local )?issuer certificate)/i,
      /certificate signed by unknown authority|certificate is not trusted|PKIX path (?:building|validation) failed|unable to find valid certification path|UnknownIssuer|UntrustedRoot|SEC_ERROR_UNKNOWN_ISSUER/i,
      /CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSL certificate problem|tlsv1 alert unknown ca|remote certificate (?:is|was) (?:invalid|rejected)|bad certificate|certificate_unknown/i,
    ],
    what: 'is signed by nobody whom the caller trusts',
    remedy:
      'give the caller the certificate of who signed it (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, the trust store of Java), or use one that is signed by a known authority',
  },
  {
    words: [
      /wrong version number|ERR_SSL_WRONG_VERSION_NUMBER|http: server gave HTTP response to HTTPS client|first record does not look like a TLS handshake|plain HTTP request was sent to HTTPS port|Unsupported or unrecognized SSL message|record layer failure|packet length too long|InvalidContentType/i,
      /server does not support SSL|The server does not support SSL connections|SSL is not enabled on the server|SSL (?:off|is required|connection is required)|no pg_hba\.conf entry.*(?:SSL off|no encryption)/i,
    ],
    what: 'is not spoken: one side speaks TLS, the other does not',
    remedy: 'write http:// where the server speaks no TLS (or switch sslmode or ssl off there), or give the server a certificate',
  },
  {
    words: [
      /(?:unsupported protocol|no protocols available|UNSUPPORTED_PROTOCOL|handshake failure|protocol version|ee key too small|ca md too weak|dh key too small)\b.*(?:ssl|tls|alert)|(?:ssl|tls|alert).*(?:unsupported protocol|handshake failure|key too small|md too weak)/i,
    ],
    what: 'is of a kind that the other side refuses',
    remedy: 'let both sides speak TLS 1.2 or later with keys of today',
  },
  {
    words: [
      /(?:cannot|could not|failed to|unable to) (?:load|open|read|find) .{0,30}(?:certificate|private key|key pair|\.pem|\.crt|\.key)|key values mismatch|PEM_read_bio|no start line|tls: (?:failed to find any PEM data|private key does not match)|ERR_OSSL_PEM/i,
    ],
    what: 'or its key cannot be read',
    remedy: 'check that certificate and key are mounted, are PEM files, belong to each other, and may be read by the user of the container',
  },
];

export const tlsCertificate: Rule = {
  look: (evidence) =>
    kinds.flatMap(({ words, what, remedy }, index) =>
      find(evidence, ['log'], words).flatMap((hit) => {
        const { service } = hit;
        if (!service) return [];
        const asked = /Host: (?<host>[\w.-]+?)\.? is not|(?:valid for .*, not|host ?name|Hostname) '?(?<go>[\w.-]+)'?/.exec(
          hit.text,
        )?.groups;
        const server = serviceCalled(evidence, asked?.['host'] ?? asked?.['go'] ?? '');
        const subject = index === 3 ? 'TLS' : 'the certificate';
        return [
          {
            ...{ cause: 'tls-certificate' as const, service: server ?? service, evidence: [quote(hit)], sure: 84 - index },
            summary: `${service} fails at a secure connection: ${subject}${server ? ` of ${server}` : ''} ${what}`,
            suggestion: remedy,
          },
        ];
      }),
    ),
};
