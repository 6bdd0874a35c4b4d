import type { Evidence } from '../evidence.ts';
import { type Hit, type Source, find, findAll } from './lines.ts';
import { variablesNaming } from './who.ts';

/** Somebody called a place, and nobody was there. */
export interface Refusal {
  hit: Hit;
  service: string;
  host?: string;
  port?: number;
}

const place = String.raw`(?<host>\[[\da-f:]+\]|[\da-f]*::[\da-f:]*|[\w.-]+):(?<port>\d{2,5})`;

const wordings = [
  new RegExp(`ECONNREFUSED ${place}`),
  new RegExp(`dial tcp ${place}: (?:connect: )?connection refused`),
  new RegExp(`dial tcp ${place}: connectex`),
  new RegExp(`Could not connect to Redis at ${place}: Connection refused`),
  new RegExp(`connection to server at "(?<host>[^"]+)"(?: \\([^)]+\\))?, port (?<port>\\d+) failed: Connection refused`),
  new RegExp(`could not connect to server: Connection refused\\s+Is the server running on host "(?<host>[^"]+)".*?port (?<port>\\d+)`, 's'),
  new RegExp(`(?:Connection refused|Connect call failed).*?\\('(?<host>[\\w.:-]+)', (?<port>\\d+)`),
  new RegExp(`host='(?<host>[^']+)', port=(?<port>\\d+).*(?:refused|NewConnectionError)`),
  new RegExp(`(?:Error|error) \\d+ connecting to ${place}\\. (?:Connection refused|Connect call failed)`),
  new RegExp(`(?:refused|Refused|REFUSED).{0,80}?(?<!\\d)${place}(?!\\d)`),
  new RegExp(
    `(?<![\\w.])(?:tcp://|https?://|redis://|amqps?://|postgres(?:ql)?://|mysql://|mongodb://)?(?:[^@\\s/]*@)?${place}\\b.{0,120}?(?:[Cc]onnection refused|ECONNREFUSED|actively refused|os error 111)`,
  ),
  /connect to host (?<host>[\w.-]+) port (?<port>\d+): Connection refused/,
  /Failed to connect to (?<host>[\w.-]+) port (?<port>\d+)/,
  /can't connect to remote host \((?<host>[\d.a-f:]+)\): Connection refused/,
  /Can't connect to (?:MySQL|MariaDB|local MySQL|server).*? (?:on|through) '(?<host>[^':(]+)(?::(?<port>\d+))?'.*\((?:111|115|61|2)\b/,
  /Connection to (?<host>[\w.-]+):(?<port>\d+) refused/,
  /Connection to node -?\d+ \((?<host>[\w.-]+)\/[\d.]+:(?<port>\d+)\) could not be established/,
  /Can't reach database server at [`'"](?<host>[\w.-]+)[`'"]?:[`'"]?(?<port>\d+)/,
  /connection refused|ECONNREFUSED|Connection refused|actively refused it|os error 111|NoBrokersAvailable|No broker available|Broker transport failure|SQLSTATE\[HY000\] \[2002\]|ServerSelectionTimeoutError|MongoNetworkError|MongooseServerSelectionError/,
];

/** Every place that was called in vain, once each, the last words of each service first. */
export function refusals(evidence: Evidence, sources: readonly Source[]): Refusal[] {
  // A line without a place says less than one with it, wherever it stands.
  const placed = findAll(evidence, sources, wordings.slice(0, -1)).toReversed();
  const vague = find(evidence, sources, wordings.slice(-1)).filter((hit) => !placed.some((one) => one.from === hit.from));
  const seen = new Set<string>();
  return [...placed, ...vague].flatMap((hit) => {
    const { service, said } = hit;
    const host = said['host']?.replace(/^\[|\]$/g, '');
    const port = said['port'] ? Number(said['port']) : undefined;
    const key = `${service} ${host}:${port}`;
    if (!service || seen.has(key)) return [];
    seen.add(key);
    return [{ hit, service, ...(host ? { host } : {}), ...(port ? { port } : {}) }];
  });
}

/** The variables of the caller that name the place, so that a suggestion can name them. */
export function variablesOf(evidence: Evidence, { service, host, port }: Refusal): [string, string][] {
  const caller = evidence.services[service];
  if (!caller || !host) return [];
  const hosts = /^(?:127\.0\.0\.1|::1|localhost)$/.test(host) ? ['localhost', '127.0.0.1', '[::1]'] : [host];
  const naming = hosts.flatMap((one) => variablesNaming(caller, one, port));
  const exact = naming.filter(([, value]) => port === undefined || value.includes(String(port)));
  return exact.length > 0 ? exact : naming;
}
