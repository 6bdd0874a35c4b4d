import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { containerEvents } from '../../../src/engine/docker/events.ts';
import { replayFilter } from '../../../src/engine/docker/replay-filter.ts';

const line = (action: string, ms: number, id = 'a') => `${JSON.stringify({ Action: action, timeNano: ms * 1e6, Actor: { ID: id } })}\n`;

async function heard(lines: string[], since: number) {
  const signal = new AbortController().signal;
  const events = containerEvents(Readable.from(lines), signal, replayFilter(since));
  const told: string[] = [];
  for await (const { kind, id } of events) told.push(`${kind} ${id}`);
  return told;
}

test('a log that turns over is heard once: nothing from before, nothing twice', async () => {
  const life = [line('create', 1000), line('start', 1001), line('died', 1002)];
  expect(await heard([line('died', 900, 'old'), ...life, line('died', 900, 'old'), ...life, line('remove', 1003)], 950)).toEqual([
    'create a',
    'start a',
    'die a',
    'destroy a',
  ]);
});

test('two events of one moment are two', async () => {
  expect(await heard([line('start', 1000, 'a'), line('start', 1000, 'b')], 950)).toEqual(['start a', 'start b']);
});
