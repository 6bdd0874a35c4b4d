import { expect, test } from 'vitest';
import type { EdgeSpec } from '../../src/deploy/model/edge.ts';
import { caddyConfig } from '../../src/edge/caddy.ts';
import { nginxConfig } from '../../src/edge/nginx.ts';

/** A service whose own name looks like a slot's alias. */
const route = { service: 'x.a', target: 8080, listen: 8001, staging: 40_001, published: 9000, several: false };

test.each(['caddy', 'nginx'] as const)('%s asks for the slot after the whole name of a service', (server) => {
  const spec = { service: 'portside-edge', server, routes: [route] } as unknown as EdgeSpec;
  const written = server === 'caddy' ? JSON.stringify(caddyConfig(spec)) : nginxConfig(spec, undefined);
  expect(written).toContain(server === 'caddy' ? 'x.a.{http.vars.slot}.portside' : 'x.a.$slot.portside');
  expect(written).not.toMatch(/x\.(\{http\.vars\.slot\}|\$slot)/);
});
