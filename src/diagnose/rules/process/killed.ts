import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { find, lastWords, quote } from '../../reading/lines.ts';
import { lastExit, troubled } from '../../reading/standing.ts';

const heapWords = [
  /JavaScript heap out of memory|Reached heap limit|Ineffective mark-compacts near heap limit/,
  /java\.lang\.OutOfMemoryError(?::.*)?/,
  /Allowed memory size of \d+ bytes exhausted/,
  /Initial heap size set to a larger value|Could not reserve enough space for .*heap|Invalid maximum heap size|There is insufficient memory for the Java Runtime/,
  /OOM command not allowed when used memory > 'maxmemory'/,
];

/** Memory, and whoever else kills. */
export const killed: Rule = {
  look: (evidence) => [...heap(evidence), ...troubled(evidence).flatMap((name) => byKernel(evidence, name))],
};

function heap(evidence: Evidence): Candidate[] {
  return find(evidence, ['log'], heapWords).flatMap((hit) => {
    const { service } = hit;
    if (!service) return [];
    const environment = evidence.services[service]?.definition.environment ?? {};
    const [name, value] = Object.entries(environment).find(([, one]) => /max-old-space-size|-Xmx|memory_limit/i.test(one ?? '')) ?? [];
    const wider = widened(value ?? '');
    return [
      {
        ...{
          cause: 'heap-limit' as const,
          service,
          evidence: [quote(hit), ...(name ? [{ from: `environment of ${service}`, text: `${name}=${value}` }] : [])],
          sure: 91,
        },
        summary: `${service} needs more memory than its runtime lets it have${name ? ` (${name}=${value})` : ''}`,
        suggestion: name
          ? `raise the limit in ${name}`
          : 'raise the limit of its runtime (NODE_OPTIONS=--max-old-space-size=…, -Xmx, memory_limit), or let it need less',
        at: ['services', service, 'environment', ...(name ? [name] : [])],
        ...(name && wider ? { repair: [{ edit: 'set' as const, path: ['services', service, 'environment', name], value: wider }] } : {}),
      },
    ];
  });
}

/** Four times as much, and a gigabyte at least; a heap's limit takes nothing that is not needed. Undefined where it names none. */
function widened(value: string): string | undefined {
  const limit = /(?<before>max-old-space-size[= ]|-Xmx|memory_limit[= ])(?<amount>\d+)(?<unit>[kmg]?)/i;
  const { amount, unit = '' } = limit.exec(value)?.groups ?? {};
  if (amount === undefined) return undefined;
  const inUnit = { k: 1 << 20, m: 1 << 10, g: 1 }[unit.toLowerCase() || (/max-old-space-size/.test(value) ? 'm' : '')];
  if (inUnit === undefined) return undefined;
  return value.replace(limit, (_, before: string) => `${before}${Math.max(inUnit, Number(amount) * 4)}${unit}`);
}

function byKernel(evidence: Evidence, name: string): Candidate[] {
  const service = evidence.services[name];
  if (!service) return [];
  const code = lastExit(service);
  const flagged = service.containers.some(({ oomKilled }) => oomKilled);
  const limit = limitOf(service);
  const line = service.logs.findLast((text) =>
    /(?:^|[\s:])Killed(?:$|[\s.:])|Out of memory|oom-kill|Cannot allocate memory|std::bad_alloc|MemoryError|memory allocation of \d+ bytes failed|signal: killed|\bSIGKILL\b/i.test(
      text,
    ),
  );
  const quoted = [
    ...(flagged
      ? [{ from: 'engine', text: `${name}: OOMKilled, exit code ${code ?? 137}` }]
      : code === undefined
        ? []
        : [{ from: 'engine', text: `${name} ended with exit code ${code}` }]),
    ...(line ? [quote({ from: `logs of ${name}`, text: line })] : []),
  ];
  if (flagged || (limit && line && (code === 137 || /allocate|bad_alloc|MemoryError|memory allocation/i.test(line)))) {
    const wider = limit && doubled(limit.bytes);
    return [
      {
        ...{ cause: 'oom-killed', service: name, evidence: quoted, sure: flagged ? 93 : 86 },
        summary: `${name} needed more memory than ${limit ? `its limit of ${shown(limit.bytes)}` : 'the machine has'}, and was killed for it`,
        suggestion: limit
          ? `raise ${limit.path.join('.')} (such as ${wider}), or let it need less`
          : 'let it need less, or give the machine more',
        at: limit ? ['services', name, ...limit.path] : ['services', name],
        ...(limit && wider
          ? { repair: [...limit.paths.map((path) => ({ edit: 'set' as const, path: ['services', name, ...path], value: wider }))] }
          : {}),
      },
    ];
  }
  if (code !== 137 && code !== 143 && code !== 129 && code !== 130 && !(code === undefined && line && /SIGKILL|Killed/.test(line)))
    return [];
  return [
    {
      ...{ cause: 'killed', service: name, evidence: [...quoted, ...lastWords(evidence, name, 2)], sure: 64 },
      summary: `${name} was ${code === 143 || code === 130 ? 'told to end' : 'killed'} from outside or by a watchdog of its own (exit code ${code ?? 137}), not for its memory`,
      suggestion: `see who ends it: a watchdog or timeout in its command${mentionsTimeout(service)}, a script, the machine's own memory (dmesg)`,
      at: ['services', name, 'command'],
      ...withoutTimeout(name, service),
    },
  ];
}

/** A server that is to keep running has no use for `timeout 30 …`. */
function withoutTimeout(name: string, { definition }: ServiceEvidence): Pick<Candidate, 'repair'> {
  const command = definition.command ?? [];
  if (!/^(?:\/usr)?(?:\/bin\/)?timeout$/.test(command[0] ?? '')) return {};
  const after = command.findIndex((word, at) => at > 0 && /^\d+(?:\.\d+)?[smhd]?$/.test(word));
  const program = command.slice(after + 1);
  const options = command.slice(1, after);
  const known = options.every(
    (word, at) => /^-(?:-[\w-]+(?:=\S+)?|[skv])$/.test(word) || /^-(?:s|k|-signal|-kill-after)$/.test(options[at - 1] ?? ''),
  );
  return after > 0 && program.length > 0 && known ? { repair: [{ edit: 'set', path: ['services', name, 'command'], value: program }] } : {};
}

function mentionsTimeout({ definition }: ServiceEvidence): string {
  const command = (definition.command ?? []).join(' ');
  return /timeout|watchdog|kill/.test(command) ? ` (${command.slice(0, 80)})` : '';
}

interface Limit {
  bytes: number;
  path: string[];
  /** All keys that hold it back, swap with it. */
  paths: string[][];
}

function limitOf({ definition }: ServiceEvidence): Limit | undefined {
  const limits = (definition.deploy?.['resources'] as { limits?: { memory?: unknown } } | undefined)?.limits;
  const swap = definition['memswap_limit'];
  const found: [unknown, string[]][] = [
    [definition['mem_limit'], ['mem_limit']],
    [limits?.memory, ['deploy', 'resources', 'limits', 'memory']],
  ];
  const set = found.find(([value]) => value !== undefined && Number(value) > 0);
  if (!set) return undefined;
  const [value, path] = set;
  return { bytes: Number(value), path, paths: [path, ...(Number(swap) > 0 ? [['memswap_limit']] : [])] };
}

/** Enough for what most small services need, and four times what was too little. */
function doubled(bytes: number): string {
  return `${Math.max(128, Math.round((bytes * 4) / (1 << 20) / 64) * 64)}m`;
}

function shown(bytes: number): string {
  return bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MB` : `${Math.round(bytes / 1024)} kB`;
}
