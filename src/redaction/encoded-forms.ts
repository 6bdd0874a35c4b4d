/** The ways in which a secret shows up: as it is, escaped for JSON, for a URL or for Compose, and in base64. */
export function encodedForms(secret: string): string[] {
  const inUrl = encodeURIComponent(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    inUrl,
    inUrl.replaceAll('%20', '+'),
    inUrl.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    secret.replaceAll('$', '$$$$'),
    ...(secret.length >= 8 ? base64Forms(secret) : []),
  ];
}

/** Base64 of three bytes is four letters, so what stands before a secret (`user:` in basic authentication) shifts its letters in three ways. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The first and the last letter may also carry bits of their neighbours.
    const own = encoded.slice(Math.ceil((before * 4) / 3), (before + bytes.length) % 3 === 0 ? undefined : -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
