import { type ComposeService, asSeenInside } from '../../model/compose-file.ts';
import { startWords } from './start-words.ts';

/** A port that a service is told to listen on. `only`: the program is one that listens there and nowhere else. */
export interface SaidPort {
  port: number;
  /** `PORT`, `--port`. */
  by: string;
  only: boolean;
}

/** Names that nobody gives to another service's port. */
const ownPort = /^(?:PORT|(?:HTTP|SERVER|APP|WEB|LISTEN|LISTENING|BIND|SERVICE|UVICORN|NODE|SERVER_HTTP|NITRO|ASPNETCORE_HTTP)_PORTS?)$/;

/** What a service is told by its environment and its command line, as far as the file writes it. */
export function saidPorts(definition: ComposeService): SaidPort[] {
  const words = startWords(definition);
  const program = words[0]?.split('/').at(-1) ?? '';
  const flags = words.flatMap((word, index): SaidPort[] => {
    const [, flag = word, joined] = /^(--?[a-z][\w-]*)=(.+)$/i.exec(word) ?? [];
    const port = /^(?:[\w.[\]:*]*:)?(\d{2,5})$/.exec(joined ?? words[index + 1] ?? '')?.[1];
    if (port === undefined || !isPortFlag(flag, program)) return [];
    return [{ port: Number(port), by: flag, only: listensOnce.has(program) }];
  });
  const variables = Object.entries(asSeenInside(definition.environment)).flatMap(([name, value]) =>
    ownPort.test(name) && /^\d{1,5}$/.test(value ?? '') ? [{ port: Number(value), by: name, only: false }] : [],
  );
  return [...flags, ...variables];
}

/** Programs that listen on one port: the one that they are told. */
const listensOnce = new Set(['httpd', 'redis-server', 'valkey-server']);

const portFlags = new Set(['--port', '--http-port', '--listen-port', '--server.port', '--bind', '--listen']);
const shortFlags: Record<string, string> = { httpd: '-p', gunicorn: '-b', serve: '-l', 'http-server': '-p', flask: '-p', next: '-p' };

function isPortFlag(flag: string, program: string): boolean {
  return portFlags.has(flag) || shortFlags[program] === flag;
}

/** Every number that the service's definition mentions outside its healthcheck, and that could be a port. */
export function mentionedPorts({ healthcheck: _healthcheck, ports, ...definition }: ComposeService): Set<number> {
  const text = JSON.stringify(definition);
  return new Set([...(text.match(/(?<![\d.])\d{2,5}(?![\d.])/g) ?? []).map(Number), ...(ports ?? []).map(({ target }) => target)]);
}
