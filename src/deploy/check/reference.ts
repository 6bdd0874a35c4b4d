/** The tag of an image's name; `latest` where it has none, undefined where a digest pins it. */
export function tagOf(reference: string): string | undefined {
  if (reference.includes('@')) return undefined;
  const last = reference.slice(reference.lastIndexOf('/') + 1);
  const [, tag = 'latest'] = last.split(':');
  return tag;
}

/** Without tag and digest. */
export function repositoryOf(reference: string): string {
  const [named = ''] = reference.split('@', 1);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  return colon < 0 ? named : named.slice(0, colon);
}
