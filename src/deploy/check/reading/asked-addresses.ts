/** A place on the container itself that a healthcheck asks. */
export interface AskedAddress {
  /** As the healthcheck writes it: `127.0.0.1:3000`. */
  text: string;
  host: string;
  port: number;
}

const self = String.raw`localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]`;
const addresses = [
  new RegExp(
    String.raw`(?<scheme>[a-z][a-z0-9+]*)://(?<text>(?<host>${self})(?::(?<port>\d{1,5}|\$\w+|\$\{\w+(?::-\d+)?\}))?)(?=[/\s'"\`?#|&;)]|$)`,
    'g',
  ),
  new RegExp(String.raw`(?<!://)(?<![\w.@-])(?<text>(?<host>${self}):(?<port>\d{1,5}))(?![\d.:])`, 'g'),
  new RegExp(String.raw`\bnc\s(?:-\S+\s+)*(?<text>(?<host>${self})\s+(?<port>\d{1,5}))\b`, 'g'),
  new RegExp(String.raw`/dev/tcp/(?<text>(?<host>${self})/(?<port>\d{1,5}))\b`, 'g'),
];

const usualPorts: Record<string, number> = { http: 80, https: 443 };

/** What a healthcheck's command asks of its own container; a port that is a variable is looked up, and left out where it has no value. */
export function askedAddresses(command: string, environment: Record<string, string | null>): AskedAddress[] {
  const found = addresses.flatMap((pattern) =>
    [...command.matchAll(pattern)].flatMap(({ groups = {} }) => {
      const { text = '', host = '', port: written, scheme = '' } = groups;
      const port = written === undefined ? usualPorts[scheme] : portOf(written, environment);
      return port === undefined ? [] : [{ text, host, port }];
    }),
  );
  return [...new Map(found.map((one) => [one.text, one])).values()];
}

function portOf(written: string, environment: Record<string, string | null>): number | undefined {
  const [, variable, fallback] = /^\$\{?(\w+)(?::-(\d+))?\}?$/.exec(written) ?? [];
  const port = variable === undefined ? written : environment[variable] || fallback;
  return port !== undefined && /^\d{1,5}$/.test(port) ? Number(port) : undefined;
}
