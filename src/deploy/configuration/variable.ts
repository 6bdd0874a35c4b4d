import type { ConfigVariable, ValueOrigin } from '../../contract/configuration.ts';
import { interpolate } from '../model/interpolation.ts';
import type { Known } from './known.ts';

interface Candidate {
  from: ValueOrigin;
  value: string | null;
  at: string | null;
}

/** One variable: the value that wins, where it stands, what it wins over, and who takes it. */
export function describeVariable(name: string, known: Known): ConfigVariable {
  const uses = known.uses.filter((use) => use.name === name);
  const candidates = candidatesFor(name, known);
  // `${NAME:-default}` takes its default in place of an empty value too.
  const emptyWillDo = !uses.some(({ operator }) => operator === ':-') && !known.generate.includes(name);
  const [winner, ...rest] = candidates.toSorted((a, b) => Number(a.value === '' && !emptyWillDo) - Number(b.value === '' && !emptyWillDo));
  const required = uses.some(({ operator, key }) => operator.endsWith('?') || key.startsWith('x-portside.env.required'));
  const message = uses.find(({ operator, operand }) => operator.endsWith('?') && operand)?.operand;
  const { from, value, at } = winner ?? { from: 'none' as const, value: null, at: null };
  const shown = value === null ? null : known.masking.mask(name, value);
  return {
    ...{ name, from, at, required },
    value: shown,
    secret: shown !== value || known.generate.includes(name),
    missing: required && from !== 'generated' && !hasEnough(value, uses),
    ...(message ? { message: known.masking.text(message) } : {}),
    used_by: distinct(uses.map(({ service, key, at: place }) => ({ ...(service === undefined ? {} : { service }), key, at: place }))),
    shadowed: rest.flatMap((one) => (isOvershadowed(one, from) ? [{ ...one, value: known.masking.mask(name, one.value) }] : [])),
  };
}

/** A default is there to be overridden; only another default beside the one that counts is worth a word. */
function isOvershadowed(candidate: Candidate, winner: ValueOrigin): candidate is Candidate & { value: string } {
  if (candidate.value === null || candidate.from === 'service') return false;
  return candidate.from !== 'default' || winner === 'default';
}

/** An empty value is enough for `${NAME?}` alone. */
function hasEnough(value: string | null, uses: Known['uses']): boolean {
  if (value === null) return false;
  return value !== '' || !uses.some(({ operator, key }) => operator === ':?' || key.startsWith('x-portside.env.required'));
}

/** All that could give it a value, the one that wins first. */
function candidatesFor(name: string, known: Known): Candidate[] {
  const { shell, instance, generate } = known;
  if (name === 'INSTANCE_ID') return [{ from: 'instance', value: instance.name, at: null }];
  if (name === 'COMPOSE_PROJECT_NAME') return [{ from: 'instance', value: instance.composeName ?? null, at: null }];
  const lease = instance.leases.find(({ variable }) => variable === name);
  const kept = instance.generated[name];
  return [
    ...(shell[name] === undefined ? [] : [{ from: 'shell' as const, value: shell[name], at: null }]),
    ...(lease ? [{ from: 'lease' as const, value: String(lease.port), at: null }] : []),
    ...fromFiles('env-file', known.written, name),
    ...fromFiles('included', known.included, name),
    ...(generate.includes(name) ? [{ from: 'generated' as const, value: kept ?? null, at: null }] : []),
    ...defaultsOf(name, known),
    ...literallyGiven(name, known),
  ];
}

function fromFiles(from: ValueOrigin, entries: Known['written'], name: string): Candidate[] {
  return entries.flatMap((entry) => (entry.name === name ? [{ from, value: entry.value, at: entry.at }] : [])).toReversed();
}

function defaultsOf(name: string, { uses, draft, shell }: Known): Candidate[] {
  const values = draft?.values ?? shell;
  const found = uses
    .filter((use) => use.name === name && use.operator.endsWith('-'))
    .map(({ operand, at }) => ({ from: 'default' as const, value: interpolate(operand, values), at }));
  return found.filter((one, index) => found.findIndex(({ value }) => value === one.value) === index);
}

/** What the settings ask for may stand in a service's environment as it is. */
function literallyGiven(name: string, { draft }: Known): Candidate[] {
  const services = Object.entries(draft?.model.services ?? {});
  return services.flatMap(([service, { environment }]) => {
    const value = environment?.[name];
    return value ? [{ from: 'service' as const, value: value.replaceAll('$$', '$'), at: `service ${service}` }] : [];
  });
}

function distinct<Value>(values: Value[]): Value[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...seen.values()];
}
