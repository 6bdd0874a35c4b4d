import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { race } from '../../bench/leases.ts';

test('processes that take leases at once get every port of the range once, but for the one that a program has', async () => {
  const program = createServer().listen(23_402);
  await once(program, 'listening');
  try {
    const { results } = await race({ processes: 4, leasesEach: 30, range: { from: 23_400, to: 23_520 } });
    const all = Array.from({ length: 121 }, (_, offset) => 23_400 + offset);
    const taken = results.flatMap(({ ports }) => ports).toSorted((one, other) => one - other);
    expect(taken).toEqual(all.filter((port) => port !== 23_402));
  } finally {
    program.close();
  }
});
