/** A host, and perhaps a port, that stands in a text. `text` is how: `localhost:6379`, without users and passwords. */
export interface Address {
  scheme?: string;
  host: string;
  port?: number;
  text: string;
  /** The whole text is this address, or a list of such. */
  alone: boolean;
}

const host = String.raw`\[[0-9a-fA-F:]+\]|[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?`;
const authority = new RegExp(String.raw`^(${host})(?::(\d{1,5}))?$`);
const url = /\b([A-Za-z][A-Za-z0-9+.-]*):\/\/([^\s/?#"'\\<>()[\]{}|;]*(?:\[[0-9a-fA-F:]+\][^\s/?#"'\\<>();]*)?)/g;

/** Every URL and DSN in a text, and the text itself where it is `host:port`, or a list of such. */
export function addressesIn(text: string): Address[] {
  const urls = [...text.matchAll(url)].flatMap(([, scheme = '', where = '']) =>
    partsOf(where.slice(where.lastIndexOf('@') + 1)).map((part) => ({ ...part, scheme: scheme.toLowerCase(), alone: false })),
  );
  if (urls.length > 0) return urls;
  return [...callsOfDrivers(text), ...keyed(text), ...listed(text)];
}

/** `host` and `host:port`, one or several with commas between; nothing where one of them is something else. */
function partsOf(list: string): Omit<Address, 'alone'>[] {
  const parts = list.split(',').map((part) => authority.exec(part.trim()));
  if (parts.some((part) => part === null)) return [];
  return parts.flatMap((part) => {
    const [text, name = '', port] = part ?? [];
    return text ? [{ text, host: bare(name), ...(port === undefined ? {} : { port: Number(port) }) }] : [];
  });
}

/** Go's `user:password@tcp(host:port)/name`. */
function callsOfDrivers(text: string): Address[] {
  return [...text.matchAll(/@tcp\(([^()\s]+)\)/g)].flatMap(([, where = '']) =>
    partsOf(where).map((part) => ({ ...part, scheme: 'mysql', alone: false })),
  );
}

/** `host=localhost port=5432`, `Server=localhost;Port=3306;`. */
function keyed(text: string): Address[] {
  const [whole, name] = /(?<![\w-])(?:host|server|data source)\s*=\s*(?:tcp:)?([\w.-]+)/i.exec(text) ?? [];
  if (
    whole === undefined ||
    name === undefined ||
    !/(?<![\w-])(?:port|user(?:name)?|user id|uid|password|pwd|dbname|database)\s*=/i.test(text)
  )
    return [];
  const port = /(?<![\w-])port\s*=\s*(\d+)/i.exec(text)?.[1];
  const scheme = /dbname\s*=|(?<![\w-])host\s*=/i.test(text) && /dbname|sslmode/i.test(text) ? { scheme: 'postgres' } : {};
  return [{ ...scheme, host: name, ...(port === undefined ? {} : { port: Number(port) }), text: whole, alone: false }];
}

function listed(text: string): Address[] {
  return partsOf(text).flatMap((part) => (part.port === undefined || /^\d+$/.test(part.host) ? [] : [{ ...part, alone: true }]));
}

function bare(name: string): string {
  return name.startsWith('[') ? name.slice(1, -1) : name;
}

/** The address with another host, and another port where one is written. */
export function rewritten({ text, host: from, port }: Address, to: { host: string; port?: number }): string {
  const moved = text.replace(from.includes(':') ? `[${from}]` : from, to.host);
  return port === undefined || to.port === undefined || port === to.port
    ? moved
    : moved.replace(new RegExp(String.raw`\b${port}$`), String(to.port));
}

export function isLoopback(name: string): boolean {
  return (
    name === 'localhost' ||
    name === '::1' ||
    name === '0.0.0.0' ||
    name === '::' ||
    name.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}

/** A name without dots: of a service, or of a machine near by. */
export function isSingleLabel(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name) && !isLoopback(name);
}
