import type { PortRequest } from '../../../model/port.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A range has at least as many ports as are to come from it. */
export const rangesHoldAllPorts: Rule = {
  id: 'ranges-hold-all-ports',
  why: 'A port is for one service: where a range is used up, the next service gets none.',
  cause: 'port-range-exhausted',
  look: (input) => [...ofSettings(input), ...ofServices(input)],
};

/** The fewest numbers that will do; TCP and UDP may have the same. */
function wanted(requests: PortRequest[]): number {
  const of = (protocol: 'tcp' | 'udp') =>
    requests.filter((request) => request.protocol === protocol).reduce((sum, { count }) => sum + count, 0);
  return Math.max(of('tcp'), of('udp'));
}

function ofSettings({ draft }: CheckInput): Found[] {
  const { range } = draft.settings;
  const requests = draft.requests.filter((request) => !request.range && !request.demandedBy);
  const count = wanted(requests);
  if (!range || count <= range.to - range.from + 1) return [];
  const wider = `${range.from}-${Math.min(range.from + Math.ceil(count / 10) * 10 - 1, 65_535)}`;
  const last = requests.at(-1)?.service;
  return [
    {
      severity: 'error',
      ...(last ? { service: last } : {}),
      message: `x-portside.range ${range.from}-${range.to} has ${portsIn(range)}, and ${count} are to be published`,
      ...located(draft, ['x-portside', 'range']),
      fix: `widen it, such as ${wider}`,
      repair: [{ edit: 'set', path: ['x-portside', 'range'], value: wider }],
    },
  ];
}

function ofServices({ draft }: CheckInput): Found[] {
  return draft.requests.flatMap(({ service, range, count, index }) =>
    range && count > range.to - range.from + 1
      ? [
          {
            severity: 'error' as const,
            service,
            message: `${service} has ${count} replicas, and its range ${range.from}-${range.to} has ${portsIn(range)}`,
            ...located(draft, ['services', service, 'ports', index]),
            fix: `widen the range to ${count} ports, or run fewer replicas`,
          },
        ]
      : [],
  );
}

function portsIn({ from, to }: { from: number; to: number }): string {
  return to === from ? 'one port' : `${to - from + 1} ports`;
}
