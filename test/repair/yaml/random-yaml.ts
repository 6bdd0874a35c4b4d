/** A seeded generator (mulberry32): the same seed makes the same text. */
export function randomness(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return { next, below, chance: (p: number) => next() < p, pick: <T>(items: readonly T[]): T => items[below(items.length)] as T };
}

export type Random = ReturnType<typeof randomness>;

const words = [
  'redis',
  'busybox:1.37',
  '80:80',
  'http://web:80/a?b=c',
  'a b',
  '# no comment',
  "it's",
  'say "hi"',
  'yes',
  '8080',
  '',
  '- x',
  '${A:-b}',
  'ünïcode',
  'k: v',
  '*',
  '{a}',
  '[b',
  'a,b',
];
const keys = ['image', 'ports', 'environment', 'A_B', 'x-y', 'db', 'web', 'a.b', '80', 'deploy', 'limits', 'with space'];

export function randomValue(random: Random, depth = 2): unknown {
  const kind = random.below(depth > 0 ? 6 : 4);
  if (kind < 3) return random.pick(words);
  if (kind === 3) return random.pick([1, 3.5, true, false, null]);
  if (kind === 4) return Array.from({ length: random.below(3) + 1 }, () => randomValue(random, depth - 1));
  return randomMap(random, depth - 1);
}

function randomMap(random: Random, depth: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: random.below(4) + 1 }, () => [random.pick(keys), randomValue(random, depth)]));
}

/** A file as somebody may have written it: styles, quotes, comments, blank lines and indentations of all sorts. */
export function randomText(random: Random): string {
  const step = random.pick([2, 2, 4, 3]);
  let count = 0;
  const comment = () => (random.chance(0.25) ? `  # c${count++}` : '');
  const ownLine = (indent: number) => (random.chance(0.12) ? [`${' '.repeat(indent)}# o${count++}`] : random.chance(0.1) ? [''] : []);
  const scalar = (value: unknown, flow: boolean): string => {
    if (typeof value !== 'string') return String(value);
    const plain =
      /^[a-z][\w./:-]*$/.test(value) &&
      !/^(yes|no|on|off|true|false|null|y|n)$/.test(value) &&
      !/[:]$/.test(value) &&
      !(flow && /[,[\]{}]/.test(value));
    const style = random.below(3);
    if (style === 0 && plain) return value;
    return style === 1 ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
  };
  const flow = (value: unknown): string => {
    if (Array.isArray(value))
      return `[${random.pick(['', ' '])}${value.map(flow).join(random.pick([', ', ',']))}${random.pick(['', ', ', ' '])}]`;
    if (typeof value !== 'object' || value === null) return scalar(value, true);
    return `{${random.pick(['', ' '])}${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}: ${flow(inner)}`)
      .join(', ')}${random.pick(['', ' ', ', '])}}`;
  };
  const isEmpty = (value: object) => Object.keys(value).length === 0;
  const below = (value: object, indent: number): string[] =>
    Array.isArray(value)
      ? value.flatMap((item: unknown) => {
          const before = [...ownLine(indent), ' '.repeat(indent) + '- '];
          const dash = before.pop() ?? '';
          if (typeof item !== 'object' || item === null) return [...before, dash + scalar(item, false) + comment()];
          if (isEmpty(item) || random.chance(0.4) || Array.isArray(item)) return [...before, dash + flow(item) + comment()];
          const [first = '', ...rest] = entries(item, indent + 2).filter((line, at) => at > 0 || !line.trim().startsWith('#'));
          return first.trim() === '' || first.trim().startsWith('#')
            ? [...before, dash + flow(item)]
            : [...before, dash + first.trimStart(), ...rest];
        })
      : entries(value, indent);
  const entries = (value: object, indent: number): string[] =>
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
      const before = [
        ...ownLine(indent),
        ' '.repeat(indent) + (/^[\w.-]*[a-z]$/i.test(key) && random.chance(0.8) ? key : JSON.stringify(key)) + ':',
      ];
      const name = before.pop() ?? '';
      if (inner === null && random.chance(0.5)) return [...before, name + comment()];
      if (typeof inner === 'string' && random.chance(0.1)) {
        return [...before, `${name} |-`, ...[inner || 'e', 'x'].map((line) => ' '.repeat(indent + step) + line)];
      }
      if (typeof inner !== 'object' || inner === null) return [...before, `${name} ${scalar(inner, false)}${comment()}`];
      if (isEmpty(inner) || random.chance(0.3)) return [...before, `${name} ${flow(inner)}${comment()}`];
      return [...before, name + comment(), ...below(inner, Array.isArray(inner) && random.chance(0.4) ? indent : indent + step)];
    });
  const eol = random.chance(0.2) ? '\r\n' : '\n';
  const root = {
    services: Object.fromEntries(['web', 'db'].map((name) => [name, { ...randomMap(random, 2), image: 'x' }])),
    volumes: randomMap(random, 1),
  };
  const last = random.below(3);
  return entries(root, 0).join(eol) + (last === 0 ? '' : eol) + (last === 1 ? `# end${eol}` : '');
}
