import type { Evidence, ServiceEvidence } from '../evidence.ts';
import { commandLine } from './program.ts';
import { portsOf } from './who.ts';

/** What a program says while it starts, and is not there for others yet. */
export const startingWords =
  /starting|initiali[sz]|loading|migrat|warming|bootstrapp|prepar|restor|index|compil|waiting|not (?:yet )?ready|recover|import/i;
const readyWords =
  /\bready\b|listening|accept(?:ing|s)? connections|now running|server (?:is )?(?:started|running|up)|started (?:server|in \d)|serving\b|(?:running|available) (?:on|at)\b/i;

/** How long a program that says nothing may take until it listens. */
const patienceMs = 30_000;

/** Whether a service that does not listen on a port may yet do so: it is still starting, as far as anybody can tell. */
export function mayYetListen(service: ServiceEvidence | undefined, port: number | undefined): boolean {
  if (!service || service.containers.length === 0) return true;
  if (service.containers.some(({ state, health }) => state !== 'running' || health === 'starting')) return true;
  if (service.containers.every(({ health }) => health === 'healthy')) return false;
  const last = service.logs.findLast((line) => readyWords.test(line) || startingWords.test(line));
  if (last !== undefined && readyWords.test(last)) return false;
  if (last !== undefined || waitsFirst(service)) return true;
  const young = service.containers.every(({ upMs }) => upMs === undefined || upMs < patienceMs);
  return young && port !== undefined && portsOf(service).includes(port);
}

/** Its command lets time pass, or waits for somebody else, before it starts the program. */
function waitsFirst(service: ServiceEvidence): boolean {
  const { entrypoint, command } = commandLine(service);
  return /\bsleep \d|wait-for|wait_for|\bdockerize\b.*-wait|\buntil\b/.test([...entrypoint, ...command].join(' '));
}

/** The port of the called one that the caller's own command, settings and files name, where that is a single one. */
export function portNamed({ services }: Evidence, caller: string, called: string): number | undefined {
  const seen = services[caller];
  if (!seen) return undefined;
  const { entrypoint, command } = commandLine(seen);
  const texts = [...entrypoint, ...command, ...Object.values(seen.definition.environment ?? {}), ...seen.files.map(({ text }) => text)];
  const place = new RegExp(String.raw`(?<![\w.-])${called.replaceAll('.', String.raw`\.`)}:(\d{2,5})\b`, 'g');
  const ports = new Set(texts.flatMap((text) => [...(text ?? '').matchAll(place)].map(([, port]) => Number(port))));
  const [only] = ports;
  return ports.size === 1 ? only : undefined;
}
