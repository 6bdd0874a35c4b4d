import { type Refusal, refuse } from '../refusal.ts';

/** Pieces of `[host:][published:]target[/protocol]`, as a port is written on one line. */
const port = /^(?:(?<host_ip>\[[^\]]*\]|[^:]*(?=:[^:]*:)):)?(?:(?<published>[^:]*):)?(?<target>[^:/]+)(?:\/(?<protocol>\w+))?$/;

/** A port in its short form with one field of the model changed. */
export function portWith(written: string, field: string, value: unknown): string | Refusal {
  const groups = port.exec(written)?.groups;
  if (!groups) return refuse(`the port ${written} is written in a way that Portside does not know`);
  if (!['host_ip', 'published', 'target', 'protocol'].includes(field)) return refuse(`the short form ${written} has no room for ${field}`);
  if (value !== undefined && typeof value !== 'string' && typeof value !== 'number') return refuse(`${field} of a port is a plain value`);
  const {
    host_ip: host,
    published,
    target,
    protocol,
  } = { ...groups, [field]: value === undefined ? undefined : String(value) } as Record<string, string | undefined>;
  if (!target) return refuse('a port needs a target');
  const bracketed = host?.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const before = bracketed ? `${bracketed}:${published ?? ''}:` : published ? `${published}:` : '';
  return `${before}${target}${protocol ? `/${protocol}` : ''}`;
}

/** A mount in its short form, `[source:]target[:mode]`, with one field of the model changed. */
export function mountWith(written: string, field: string, value: unknown, relative: (path: string) => string): string | Refusal {
  const drive = /^[A-Za-z]:[\\/]/.exec(written)?.[0] ?? '';
  const [first = '', second, mode, ...more] = written.slice(drive.length).split(':');
  if (drive || more.length > 0) return refuse(`the mount ${written} is written in a way that Portside does not change`);
  const [source, target] = second === undefined ? [undefined, first] : [first, second];
  const options = (mode ?? '').split(',').filter(Boolean);
  switch (field) {
    case 'source': {
      if (typeof value !== 'string') return refuse('the source of a mount is a text');
      const put = value.startsWith('/') && source?.startsWith('.') ? relative(value) : value;
      return [put, target, ...(options.length > 0 ? [mode] : [])].join(':');
    }
    case 'target':
      return [...(source === undefined ? [] : [source]), String(value), ...(options.length > 0 ? [mode] : [])].join(':');
    case 'read_only': {
      if (source === undefined) return refuse(`the mount ${written} has no source`);
      const others = options.filter((option) => option !== 'ro' && option !== 'rw');
      const put = value === true ? ['ro', ...others] : others;
      return [source, target, ...(put.length > 0 ? [put.join(',')] : [])].join(':');
    }
    default:
      return refuse(`the short form ${written} has no room for ${field}`);
  }
}

/** One word of a command that is written as a text, such as `httpd -f -p 80`. */
export function commandWith(written: string, index: number, value: unknown): string | Refusal {
  const words = [...written.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)];
  const word = words[index];
  if (!word) return refuse(`the command has no word ${index}`);
  const plain = String(value);
  const quoted = /^[\w@%+=:,./${}?&!*~^-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'"'"'`)}'`;
  return written.slice(0, word.index) + quoted + written.slice(word.index + word[0].length);
}
