const sections = 'services|networks|volumes|configs|secrets|include|version|name|x-[\\w-]+';
/** With the key, the index or Compose's own brackets (`error decoding 'services[web].mem_limit'`) behind it. */
const dotted = new RegExp(`(?<![\\w/.-])(?:${sections})(?:\\.\\[\\d*\\]|\\[[\\w-]+\\]|\\.[\\w-]+)+`);
const alone = new RegExp(`(?<![\\w/.-])(${sections}) (?:must be|[Aa]dditional propert)`);
const additional = /[Aa]dditional propert(?:y|ies) '?([\w-]+)'?/;
const quotedService = /service "([^"]+)"/;

/** The key path that a message of Compose is about, as far as it names one; empty where it names none. */
export function mentionedPath(message: string): (string | number)[] {
  // Compose sometimes leaves the number out: `services.web.ports.[]`.
  const parts = (dotted.exec(message)?.[0] ?? alone.exec(message)?.[1])?.split(/\.|(?=\[)/) ?? [];
  const keys = parts.filter((part) => part !== '[]' && part !== '').map(keyOf);
  if (keys.length > 0) return [...keys, ...(additional.exec(message)?.slice(1, 2) ?? [])];
  const service = quotedService.exec(message)?.[1];
  return service ? ['services', service] : [];
}

/** Compose counts the words of a list as keys too: `healthcheck.test.1`. */
function keyOf(part: string): string | number {
  const bare = part.startsWith('[') ? part.slice(1, -1) : part;
  return /^\d+$/.test(bare) ? Number(bare) : bare;
}
