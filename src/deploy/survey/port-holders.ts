import { holderOf } from '../../system/port-holder.ts';
import type { Draft } from '../model/draft.ts';
import { publishesHere, type Facts } from '../model/observed.ts';
import type { PortHolder } from '../model/port.ts';
import type { Stack } from '../model/stack.ts';

/** Who has the ports that the file wishes for, where others were leased instead. Another copy's lease is no program, and so has no holder here. */
export async function surveyHolders(
  { leases, identity }: Stack,
  { requests }: Draft,
  { engine, publishedPorts }: Facts,
): Promise<PortHolder[]> {
  const moved = requests.filter(({ service, index, preferred }) => {
    const lease = leases.find((one) => one.service === service && one.index === index);
    return preferred !== undefined && lease !== undefined && lease.port !== preferred;
  });
  const at = moved.map(({ preferred: port = 0, protocol }) => otherAt(port, protocol, identity, { engine, publishedPorts }));
  return (await Promise.all(at)).flat();
}

async function otherAt(
  port: number,
  protocol: 'tcp' | 'udp',
  { composeName }: Stack['identity'],
  { engine, publishedPorts }: Pick<Facts, 'engine' | 'publishedPorts'>,
): Promise<PortHolder[]> {
  const container = publishedPorts.find((published) => published.port === port && published.protocol === protocol);
  if (container?.composeName === composeName) return [];
  if (container) return [{ port, kind: 'engine', who: `container ${container.container}` }];
  const program = publishesHere(engine) ? await holderOf(port, protocol) : undefined;
  return program ? [{ port, kind: 'program', who: `${program.program} (pid ${program.pid})` }] : [];
}
