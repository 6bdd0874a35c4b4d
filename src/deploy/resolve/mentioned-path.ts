const sections = 'services|networks|volumes|configs|secrets|include|x-[\\w-]+';
const dotted = new RegExp(`\\b(?:${sections})(?:\\.[\\w-]+|\\.\\[\\d*\\]|\\[\\d+\\])+`);
const additional = /[Aa]dditional propert(?:y|ies) '?([\w-]+)'?/;
const quotedService = /service "([^"]+)"/;

/** The key path that a message of Compose is about, as far as it names one; empty where it names none. */
export function mentionedPath(message: string): (string | number)[] {
  // Compose sometimes leaves the number out: `services.web.ports.[]`.
  const parts = dotted.exec(message)?.[0].split(/\.|(?=\[)/) ?? [];
  const keys = parts.filter((part) => part !== '[]').map((part) => (part.startsWith('[') ? Number(part.slice(1, -1)) : part));
  if (keys.length > 0) return [...keys, ...(additional.exec(message)?.slice(1, 2) ?? [])];
  const service = quotedService.exec(message)?.[1];
  return service ? ['services', service] : [];
}
