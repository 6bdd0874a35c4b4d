import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { commandLine, mountOver } from '../../reading/program.ts';

const wordings = [
  /ENOSPC[^'"]*['"](?<path>\/[^'"]+)['"]/,
  /(?<path>\/[\w./-]+)['"]?: (?:write error: )?No space left on device/,
  /No space left on device:? ['"](?<path>\/[^'"]+)['"]/,
  /ENOSPC|[Nn]o space left on device|Errno 28|os error 28|disk (?:is )?full|There is not enough space on the disk|database or disk is full|Disk quota exceeded|EDQUOT|could not extend file|flood stage disk watermark|mmap.*shm.*(?:failed|space)|could not resize shared memory segment/,
];

/** The machine's disk, a tmpfs, or shared memory. */
export const noSpace: Rule = {
  look: (evidence) =>
    find(evidence, ['log', 'engine', 'output'], wordings).map((hit) =>
      hit.service && hit.source === 'log' ? inside(evidence, hit, hit.service) : ofEngine(hit),
    ),
};

function ofEngine(hit: Hit): Candidate {
  return {
    ...{ cause: 'no-space', evidence: [quote(hit)], sure: 90, ...(hit.service ? { service: hit.service } : {}) },
    summary: "the engine's disk is full",
    suggestion: 'make room: docker system df shows what takes it, docker image prune and docker builder prune free some',
  };
}

function inside(evidence: Evidence, hit: Hit, name: string): Candidate {
  const service = evidence.services[name];
  const definition = service?.definition;
  const words = service ? Object.values(commandLine(service)).flat() : [];
  const path = hit.said['path'] ?? onlyTmpfs(definition);
  const base = { cause: 'no-space' as const, service: name, evidence: [quote(hit)], sure: 84 };
  const shared =
    /shm|shared memory/i.test(`${path} ${hit.text}`) || [...(service?.logs ?? []), ...words].some((word) => word.includes('/dev/shm'));
  if (shared)
    return {
      ...base,
      summary: `${name} needs more shared memory (/dev/shm) than ${size(definition?.['shm_size']) ?? 'the 64 MB of the default'}`,
      suggestion: `give ${name} shm_size: 256m`,
      at: ['services', name, 'shm_size'],
      repair: [{ edit: 'set', path: ['services', name, 'shm_size'], value: '256m' }],
    };
  const mount = path && service ? mountOver(service, path) : undefined;
  const written = mount ? definition?.volumes?.[mount.index] : undefined;
  const short = tmpfsOver(definition?.['tmpfs'], path);
  if (mount?.type === 'tmpfs' || short)
    return {
      ...base,
      summary: `${name} writes more to ${path} than the tmpfs at ${mount?.target ?? short?.target} may hold${mount ? described(written) : ''}`,
      suggestion: 'give the tmpfs a larger size, or make it a volume',
      at: mount ? ['services', name, 'volumes', mount.index] : ['services', name, 'tmpfs'],
      ...(mount
        ? { repair: [{ edit: 'set', path: ['services', name, 'volumes', mount.index, 'tmpfs', 'size'], value: larger(written) }] }
        : {}),
    };
  const volume = mount?.type === 'volume' && mount.source ? limitedVolume(evidence, mount.source) : undefined;
  if (volume)
    return {
      ...base,
      summary: `${name} writes more to ${path} than the volume ${mount?.source} may hold (${volume.said})`,
      suggestion: `give it more: driver_opts: { o: "${volume.wider}" }`,
      at: ['volumes', volume.key, 'driver_opts', 'o'],
      repair: [{ edit: 'set', path: ['volumes', volume.key, 'driver_opts', 'o'], value: volume.wider }],
    };
  return {
    ...base,
    summary: `${name} has no space left${path ? ` for ${path}` : ''}: the machine's disk is full, or a limit on it is reached`,
    suggestion: 'make room: df -h and docker system df show what takes it',
  };
}

/** A volume in memory with a size of its own; as a file names it, or by its name on the engine. */
function limitedVolume({ volumes }: Evidence, source: string): { key: string; said: string; wider: string } | undefined {
  const [key, volume] = Object.entries(volumes).find(([one, about]) => one === source || about?.name === source) ?? [];
  const options = (volume as { driver_opts?: { o?: unknown } } | null | undefined)?.driver_opts?.o;
  const [said, amount = '', unit = ''] = (typeof options === 'string' ? /size=(\d+)([kmg]?)/i.exec(options) : null) ?? [];
  if (key === undefined || said === undefined || typeof options !== 'string') return undefined;
  const bytes = Number(amount) * ({ k: 1 << 10, m: 1 << 20, g: 1 << 30 }[unit.toLowerCase()] ?? 1);
  return { key, said, wider: options.replace(said, `size=${Math.ceil(Math.max(16 << 20, bytes * 64) / (1 << 20))}m`) };
}

/** The words name no file: a small tmpfs fills up before a disk does. */
function onlyTmpfs(definition: ServiceEvidence['definition'] | undefined): string | undefined {
  const sized = (definition?.volumes ?? []).filter((mount) => mount.type === 'tmpfs' && bytesOf(mount) !== undefined);
  return sized.length === 1 ? sized[0]?.target : undefined;
}

function tmpfsOver(tmpfs: unknown, path: string | undefined): { target: string } | undefined {
  const all = (Array.isArray(tmpfs) ? tmpfs : tmpfs === undefined ? [] : [tmpfs]).map((one) => String(one).split(':')[0] ?? '');
  const target = path && all.find((one) => path === one || path.startsWith(`${one}/`));
  return target ? { target } : undefined;
}

function bytesOf(mount: unknown): number | undefined {
  const written = (mount as { tmpfs?: { size?: unknown } } | undefined)?.tmpfs?.size;
  return written === undefined ? undefined : Number(written);
}

function described(mount: unknown): string {
  const bytes = bytesOf(mount);
  return bytes ? ` (${size(bytes)})` : '';
}

/** Enough for what 64 times as much needs, and never less than 16 MB. */
function larger(mount: unknown): number {
  return Math.max(16 << 20, (bytesOf(mount) ?? 0) * 64);
}

function size(value: unknown): string | undefined {
  const bytes = Number(value);
  if (value === undefined || Number.isNaN(bytes)) return undefined;
  return bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MB` : `${Math.round(bytes / 1024)} kB`;
}
