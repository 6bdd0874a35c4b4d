import type { PortRequest } from '../deploy/model/port.ts';
import type { PortRange } from '../system/net.ts';

export const lastPort = 65_535;
const firstBarePort = 20_000;
const stepsWithoutRange = 999;

/** Where a request's search may go: its own range, the settings', or a thousand numbers from where it starts. */
export function searchRange(request: PortRequest, settingsRange: PortRange | undefined): PortRange {
  const stated = request.range ?? settingsRange;
  if (stated) return stated;
  const from = request.preferred ?? firstBarePort;
  return { from, to: Math.min(from + stepsWithoutRange, lastPort) };
}

/** The numbers to try, in order: upward from the preferred one, then what lies below it in the range. */
export function* upward(range: PortRange, preferred: number | undefined): Generator<number> {
  const start = preferred !== undefined && preferred >= range.from && preferred <= range.to ? preferred : range.from;
  for (let port = start; port <= range.to; port++) yield port;
  for (let port = range.from; port < start; port++) yield port;
}

export const within = (range: PortRange, port: number): boolean => port >= range.from && port <= range.to;
