import { familyOf } from '../../reach/server.ts';
import { rollingOf } from '../../reading/rolling.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** What goes through the edge is HTTP, and WebSockets. */
export const rollingServicesSpeakHttp: Rule = {
  id: 'rolling-services-speak-http',
  why: 'The edge passes HTTP and WebSockets on, in the clear inside the network: a service that speaks another protocol on its port is not understood.',
  look: (input) =>
    rollingOf(input).flatMap(([service, definition]) => {
      const ports = (definition.ports ?? []).filter(({ protocol }) => protocol !== 'udp').map(({ target }) => target);
      const place = located(input.draft, ['x-portside', 'update', service]);
      const family = familyOf(service, definition);
      const spoken = family && ports.some((port) => family.ports.includes(port)) ? [family.name] : [];
      return spoken.map((what) => ({
        severity: 'error',
        service,
        message: `${service} is rolling, and speaks ${what}, where the edge speaks plain HTTP to it`,
        ...place,
        fix: `have it speak HTTP on its published port, or write x-portside.update: { ${service}: recreate }`,
      }));
    }),
};
