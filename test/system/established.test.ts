import { expect, test } from 'vitest';
import { peersIn } from '../../src/system/established.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F41 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 0400A8C0:B3D2 0300A8C0:1F40 01 00000000:00000000 00:00000000 00000000     0        0 2 1
   2: 0400A8C0:B3D4 0300A8C0:1F40 06 00000000:00000000 00:00000000 00000000     0        0 3 1
   3: 0400A8C0:B3D6 0200A8C0:1F40 02 00000000:00000000 00:00000000 00000000     0        0 4 1
  sl  local_address                         remote_address                        st tx_queue
   0: 0000000000000000FFFF00000400A8C0:1F41 0000000000000000FFFF00000100A8C0:8D2A 01 00000000:00000000
   1: B80D01200000000000000000010000A0:1F41 B80D01200000000000000000020000A0:8D2A 01 00000000:00000000
`;

test('open connections are found, and those that are being opened; who listens or has ended is not', () => {
  expect(peersIn(table)).toEqual([
    { address: '192.168.0.3', port: 8000 },
    { address: '192.168.0.2', port: 8000 },
    { address: '192.168.0.1', port: 36_138 },
    { address: '2001:db8::a000:2', port: 36_138 },
  ]);
});
