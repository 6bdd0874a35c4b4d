import type { ComposeService } from '../../model/compose-file.ts';
import type { CheckInput } from '../rule.ts';
import { commandOf, familyOf } from './server.ts';

/** A line of a server's settings that lets it listen on its own loopback address only. Lines are counted from 1. */
export interface LoopbackSetting {
  file: string;
  line: number;
  address: string;
  /** What lets everybody in. */
  open: string;
  /** The server reads this file for certain. */
  loaded: boolean;
}

/** How a kind of server is told where to listen: the directive, its value where only the container itself is let in, and what overrules it. */
const dialects: Record<string, { directive: RegExp; only: RegExp; open: string; overruled: RegExp }> = {
  redis: { directive: /^\s*bind\s+(.*\S)/, only: /^(?:-?(?:127(?:\.\d+){3}|::1|localhost)\s*)+$/, open: '0.0.0.0', overruled: /--bind/ },
  postgres: {
    directive: /^\s*listen_addresses\s*=\s*'([^']*)'/,
    only: /^(?:localhost|127\.0\.0\.1)$/,
    open: '*',
    overruled: /listen_addresses/,
  },
  mysql: {
    directive: /^\s*bind[-_]address\s*=\s*(\S+)/,
    only: /^(?:127\.0\.0\.1|localhost)$/,
    open: '0.0.0.0',
    overruled: /--bind[-_]address/,
  },
  mongo: { directive: /^\s*bindIp\s*:\s*["']?([^"'\s]+)/, only: /^(?:127\.0\.0\.1|localhost)$/, open: '0.0.0.0', overruled: /--bind_ip/ },
  mqtt: { directive: /^\s*listener\s+\d+\s*(\S*)/, only: /^(?:127\.0\.0\.1|localhost)$/, open: '0.0.0.0', overruled: /$^/ },
};

export function loopbackSettings(service: string, definition: ComposeService, input: CheckInput): LoopbackSetting[] {
  const dialect = dialects[familyOf(service, definition)?.name ?? ''];
  const command = commandOf(definition).join(' ');
  if (!dialect || dialect.overruled.test(command)) return [];
  return settingsFiles(definition, input).flatMap(({ file, text, target }) => {
    const told = text.split('\n').flatMap((line, index) => {
      const address = dialect.directive.exec(line)?.[1];
      return address === undefined ? [] : [{ line: index + 1, address }];
    });
    // Of several listeners one is enough to let others in; of several addresses the last one counts, which is no other case here.
    const [last] = told.slice(-1);
    if (!last || !told.every(({ address }) => dialect.only.test(address))) return [];
    const loaded = command.includes(target) || /\/conf\.d\/|\/mosquitto\.conf$|\/my\.cnf$/.test(target);
    return [{ file, ...last, open: dialect.open, loaded }];
  });
}

/** Text files that are mounted into it one by one, and its configs. */
function settingsFiles(
  { volumes, configs }: ComposeService,
  { stack, surroundings }: CheckInput,
): { file: string; text: string; target: string }[] {
  const declared = stack.compose['configs'];
  const mounted = (volumes ?? []).flatMap(({ type, source, target }) =>
    type === 'bind' && source !== undefined ? [{ file: source, target }] : [],
  );
  const given = (configs ?? []).flatMap((config) => {
    const file = fileOf(
      typeof declared === 'object' && declared !== null ? (declared as Record<string, unknown>)[config.source] : undefined,
    );
    const target = 'target' in config && typeof config.target === 'string' ? config.target : `/${config.source}`;
    return file === undefined ? [] : [{ file, target }];
  });
  return [...mounted, ...given].flatMap(({ file, target }) => {
    const text = surroundings.paths[file]?.text;
    return text === undefined ? [] : [{ file, text, target }];
  });
}

function fileOf(definition: unknown): string | undefined {
  return typeof definition === 'object' && definition !== null && 'file' in definition && typeof definition.file === 'string'
    ? definition.file
    : undefined;
}
