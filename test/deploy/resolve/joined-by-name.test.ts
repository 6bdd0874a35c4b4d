import { expect, test } from 'vitest';
import type { ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { joinByService } from '../../../src/deploy/resolve/joined-by-name.ts';

const joinedAs = (web: ComposeService) =>
  joinByService({ name: 'shop', services: { vpn: { container_name: 'my_vpn' }, web } }).services['web'];

test.each([
  [{ network_mode: 'container:my_vpn' }, { network_mode: 'service:vpn' }],
  [{ ipc: 'container:my_vpn' }, { ipc: 'service:vpn' }],
  [{ pid: 'container:my_vpn' }, { pid: 'service:vpn' }],
  [{ volumes_from: ['container:my_vpn:ro', 'container:my_vpn', 'other'] }, { volumes_from: ['vpn:ro', 'vpn', 'other'] }],
])('%j joins the service that has the name: %j', (written, expected) => {
  expect(joinedAs(written)).toEqual(expected);
});

test.each([{ network_mode: 'container:elsewhere' }, { network_mode: 'service:vpn' }, { volumes_from: ['container:elsewhere:ro'] }])(
  '%j stays as it is',
  (written) => {
    expect(joinedAs(written)).toEqual(written);
  },
);
