import { expect, test } from 'vitest';
import { networkOptions, volumeOptions } from '../../../src/engine/docker/definitions.ts';

test('a network keeps all that its Compose definition says, and gets Portside’s labels besides', () => {
  const definition = {
    driver: 'bridge',
    driver_opts: { 'com.docker.network.driver.mtu': 1400 as unknown as string },
    internal: true,
    attachable: true,
    enable_ipv6: true,
    labels: { own: 'yes' },
    ipam: { config: [{ subnet: '10.1.0.0/16', gateway: '10.1.0.1', ip_range: '10.1.2.0/24', aux_addresses: { host1: '10.1.0.5' } }] },
  };
  expect(networkOptions('n', definition, { ours: 'too' })).toEqual({
    Name: 'n',
    CheckDuplicate: true,
    Labels: { own: 'yes', ours: 'too' },
    Driver: 'bridge',
    Options: { 'com.docker.network.driver.mtu': '1400' },
    Internal: true,
    Attachable: true,
    EnableIPv6: true,
    IPAM: {
      Driver: 'default',
      Config: [{ Subnet: '10.1.0.0/16', Gateway: '10.1.0.1', IPRange: '10.1.2.0/24', AuxiliaryAddresses: { host1: '10.1.0.5' } }],
      Options: {},
    },
  });
});

test('what a definition leaves out is left to the engine', () => {
  expect(networkOptions('n', {}, {})).toEqual({ Name: 'n', CheckDuplicate: true, Labels: {} });
  expect(volumeOptions('v', {}, {})).toEqual({ Name: 'v', Labels: {} });
  expect(volumeOptions('v', { driver: 'local', driver_opts: { type: 'tmpfs' } }, {})).toEqual({
    Name: 'v',
    Labels: {},
    Driver: 'local',
    DriverOpts: { type: 'tmpfs' },
  });
});
