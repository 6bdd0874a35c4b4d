import { stripVTControlCharacters } from 'node:util';
import { readRefusal } from './compose/refusal.ts';
import { EngineError } from './interface.ts';
import type { EngineErrorKind } from './interface.ts';

/** The words of Docker Engine, Podman and Compose, in all the versions that were met. The first that fits decides. */
const wordings: [EngineErrorKind, RegExp][] = [
  ['port-taken', /port is already allocated/i],
  ['port-taken', /address already in use/i],
  ['port-taken', /ports are not available/i],
  ['port-taken', /driver failed programming external connectivity(?!.*(?:iptables|nftables|No chain))/i],
  ['port-taken', /failed to bind (?:host )?port/i],
  ['port-taken', /rootlessport|cannot expose (?:privileged )?port/i],
  ['name-taken', /name .* (?:is )?already in use|container already exists/i],
  [
    'no-address-pool',
    /non-overlapping IPv4 address pool|address pools have been fully subnetted|could not find free subnet|pool overlaps with other one|subnet .* is already used/i,
  ],
  [
    'image-not-found',
    /no such image|image not known|manifest (?:for .* )?(?:unknown|not found)|pull access denied|repository .* not found/i,
  ],
  [
    'image-not-found',
    /failed to resolve reference|failed to do request|Get "?https?:\/\/[^ ]*\/v2\/|reading manifest|initializing source docker:/i,
  ],
  ['build-failed', /failed to solve|unable to prepare context|dockerfile parse error|failed to read dockerfile/i],
  ['permission-denied', /permission denied while trying to connect/i],
  ['unreachable', /cannot connect to the docker daemon|error during connect|is the docker daemon running/i],
  ['not-found', /no such (?:container|network|volume|exec instance)|(?:network|volume) .*not found|no container with name or ID/i],
];

export function kindOfMessage(message: string): EngineErrorKind | undefined {
  return wordings.find(([, wording]) => wording.test(message))?.[0];
}

/** What dockerode throws, and what the operating system throws below it. */
export function engineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const { code, statusCode, message, said } = factsOf(cause);
  if (code === 'EACCES' || code === 'EPERM') return new EngineError('permission-denied', message, { cause });
  if (code !== undefined && unreachableCodes.has(code)) return new EngineError('unreachable', message || code, { cause });
  const text = said ?? message.replace(/^\(HTTP code \d+\) [^-]+ - /, '').trim();
  return new EngineError(kindOfMessage(text) ?? (statusCode === 404 ? 'not-found' : 'other'), text, { cause });
}

/** Compose's own words, without what it wraps around them. */
export function composeError(stderr: string, fallback: EngineErrorKind = 'compose'): EngineError {
  const message = cleanComposeMessage(stderr);
  return new EngineError(kindOfMessage(message) ?? fallback, message || 'docker compose failed and said nothing', {
    refusal: readRefusal(message),
  });
}

/** Why a command never ran, or nobody knows how it ended; undefined where the last words are the command's own. */
export function problemOfOneOff(stderr: string): EngineError | undefined {
  const last = stripVTControlCharacters(stderr).trimEnd().split('\n').at(-1) ?? '';
  return /^Error response from daemon: |^no such service: |^Cannot connect to the Docker daemon|^error during connect: /.test(last)
    ? composeError(last)
    : undefined;
}

/** Drops log lines, progress, colour, and prefixes that say nothing; keeps every other line. */
export function cleanComposeMessage(stderr: string): string {
  const lines = stripVTControlCharacters(stderr)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !isNoise(line))
    .map(withoutPrefixes);
  return [...new Set(lines)].join('\n');
}

/** Another request is removing the same container at this moment. */
export function isAlreadyUnderway(error: EngineError): boolean {
  return /already in progress/i.test(error.message);
}

/** Podman, of a container that has ended at this moment and was to be killed: it is not running, and not yet put away. */
export function isJustEnding(error: EngineError): boolean {
  return /container state improper: (?:stopped|stopping)/i.test(error.message);
}

/** Docker: "conflict: unable to remove repository reference … is using its referenced image"; Podman: "image used by …: image is in use by a container". */
export function isInUse(error: EngineError): boolean {
  return /conflict: unable to (?:remove|delete)|image is in use|is using (?:its referenced )?image|image used by/i.test(error.message);
}

/** The registry answered, and knows no such name or tag; not that somebody may not see it. */
export function saysNoSuchManifest(error: unknown): boolean {
  return /manifest unknown|manifest for .* not found|name unknown/i.test(engineError(error).message);
}

/** Docker: "network with name x already exists"; Podman: "network name x already used: network already exists". */
export function isAlreadyThere(error: EngineError): boolean {
  return /already exists/i.test(error.message);
}

const unreachableCodes = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTSOCK',
]);

/** Compose logs warnings beside its error (`time=… level=warning`), and prints its steps (` Container x  Creating`). */
function isNoise(line: string): boolean {
  return (
    /^time="?[^ ]+"? level=(?:warning|info|debug)/.test(line) ||
    /^ (?:Container|Network|Volume|Image|Service) .+ {1,2}[A-Z][a-z]+\s*$/.test(line)
  );
}

function withoutPrefixes(line: string): string {
  const logged = /^time="?[^ ]+"? level=\w+ msg="(.*)"$/.exec(line)?.[1]?.replaceAll('\\"', '"');
  return (logged ?? line).replace(/^(?:(?:Error response from daemon|Error|error|ERROR): )+/, '');
}

function factsOf(cause: unknown): { code?: string; statusCode?: number; message: string; said?: string } {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { code, statusCode, json } = cause as { code?: unknown; statusCode?: unknown; json?: unknown };
  return {
    message: cause.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof statusCode === 'number' && { statusCode }),
    ...saidIn(json),
  };
}

function saidIn(json: unknown): { said?: string } {
  if (typeof json !== 'object' || json === null || !('message' in json)) return {};
  return typeof json.message === 'string' ? { said: json.message } : {};
}
