import type { ComposeRefusal } from '../../deploy/model/compose-refusal.ts';
import { mentionedPath } from './mentioned-path.ts';

type Reading = [pattern: RegExp, read: (groups: Record<string, string>, path: ComposeRefusal['path']) => ComposeRefusal];

const whats = ['volume', 'network', 'secret', 'config', 'service'] as const;
const what = (word: string | undefined) => whats.find((one) => one === word) ?? 'service';
const without = (path: ComposeRefusal['path'], key: string) => (path.at(-1) === key ? path.slice(0, -1) : path);

/** Compose's words from version 2.20 on; the first that fits decides. */
const readings: Reading[] = [
  [
    /[Aa]dditional propert(?:y|ies) '?(?<key>.+?)'? (?:is |are )?not allowed/,
    ({ key = '' }, path) => ({ kind: 'unknown-key', key, path: without(path, key) }),
  ],
  [
    /service "(?<service>[^"]+)" depends on undefined service "?(?<name>[^":]+)"?/,
    ({ service = '', name = '' }) => ({ kind: 'undefined', what: 'service', service, name, path: ['services', service] }),
  ],
  [
    /service "(?<service>[^"]+)" refers to undefined (?<kind>\w+) "?(?<name>[^":]+)"?/,
    ({ service = '', kind, name = '' }) => ({ kind: 'undefined', what: what(kind), service, name, path: ['services', service] }),
  ],
  [
    /service "(?<service>[^"]+)" has neither an image nor a build context/,
    ({ service = '' }) => ({ kind: 'nothing-to-run', service, path: ['services', service] }),
  ],
  [/env file (?<file>.+?) not found/, ({ file = '' }, path) => ({ kind: 'env-file-missing', file, path })],
  [/^open (?<file>.+?): no such file or directory/m, ({ file = '' }, path) => ({ kind: 'file-missing', file, path })],
  [
    /dependency cycle detected: (?<services>[^\n]+)/,
    ({ services = '' }) => {
      const names = services.split(' -> ').map((name) => name.trim());
      return { kind: 'cycle', services: names, path: ['services', names[0] ?? ''] };
    },
  ],
  [
    /cannot extend service "(?<service>[^"]+)" in [^:]+: service "(?<name>[^"]+)" not found/,
    ({ service = '', name = '' }) => ({ kind: 'extends-unknown', service, name, path: ['services', service, 'extends'] }),
  ],
  [
    /service "?(?<service>[^" ]+)"? declares mutually exclusive [`'"](?<one>\w+)[`'"] and [`'"](?<other>\w+)[`'"]/,
    ({ service = '', one = '', other = '' }) => ({
      kind: 'contradiction',
      service,
      keys: [one, other],
      path: ['services', service, other],
    }),
  ],
  [/required variable (?<name>\w+) is missing/, ({ name = '' }, path) => ({ kind: 'variable-missing', name, path })],
  [/failed to cast to expected type: invalid boolean/, (_, path) => ({ kind: 'wrong-type', wanted: 'boolean', path })],
  [/failed to cast to expected type: strconv\.(?:Atoi|Parse(?:Int|Float))/, (_, path) => ({ kind: 'wrong-type', wanted: 'number', path })],
  [
    /[Ii]nvalid (?:containerPort|hostPort|port range|proto|ip address): (?<text>[^\s]+)/,
    ({ text = '' }) => ({ kind: 'bad-item', key: 'ports', text, path: [] }),
  ],
  [/invalid (?:empty volume spec|spec: (?<text>\S*?):? )/, ({ text = '' }) => ({ kind: 'bad-item', key: 'volumes', text, path: [] })],
  [/healthcheck\.test must start either by/, () => ({ kind: 'healthcheck-form', path: [] })],
  [
    /must be one of the following: (?<choices>.+)/,
    ({ choices = '' }, path) => ({
      kind: 'not-one-of',
      choices: [...choices.matchAll(/"([^"]+)"/g)].map(([, choice = '']) => choice),
      path,
    }),
  ],
  [/unexpected type map/, (_, path) => ({ kind: 'wrong-type', wanted: 'string', path })],
  [/must be an? (?<wanted>[\w ]+?)(?: or |$|\n|,)/, ({ wanted = '' }, path) => ({ kind: 'wrong-type', wanted, path })],
];

export function readRefusal(message: string): ComposeRefusal {
  const path = mentionedPath(message);
  for (const [pattern, read] of readings) {
    const match = pattern.exec(message);
    if (match) return read({ ...match.groups }, path);
  }
  return { kind: 'other', path };
}
