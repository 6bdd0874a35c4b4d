import { ephemeralRange } from '../../system/net.ts';
import type { Look } from '../look.ts';

/** Whether the kernel may give ports that instances have to outgoing connections. */
export const ephemeralPorts: Look = {
  group: 'machine',
  name: 'ephemeral-ports',
  async look(tools) {
    const { from, to } = await ephemeralRange();
    const instances = await tools.instances.list();
    const leases = (
      await Promise.all(
        instances.map(async ({ composeName }) => (await tools.leases.of(composeName)).map((lease) => ({ composeName, ...lease }))),
      )
    ).flat();
    const inside = leases.filter(({ port, count }) => port + count > from && port <= to);
    if (inside.length === 0) return [{ level: 'ok', message: `no leased port lies among those of outgoing connections (${from}-${to})` }];
    return [
      {
        level: 'note',
        message: `${inside.length} leased port${inside.length > 1 ? 's lie' : ' lies'} among those of outgoing connections (${from}-${to})`,
        cost: 'now and then such a port is taken just when its instance starts',
        repair: 'ask for lower ports in the Compose file, or sudo sysctl net.ipv4.ip_local_reserved_ports=…',
        details: inside.map(({ port, composeName, service }) => `${port}: ${service} of ${composeName}`),
      },
    ];
  },
};
