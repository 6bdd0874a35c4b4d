import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { median, rounded } from '../support/figures.ts';
import { main, node } from '../support/place.ts';
import { agentFile, makeBed } from './bed.ts';

interface Span {
  agent: number;
  judging: number;
  whole: number;
}

const iterations = 9;

/** What an iteration takes beyond its agent's program and beyond bringing up, looking at and taking down what it left: cloning, reading, guarding, keeping. */
export async function overhead(
  signal: AbortSignal,
): Promise<{ overhead_ms: number; overhead_ms_worst: number; overhead_iterations: number }> {
  await using bed = await makeBed('tests');
  const log = `${bed.place}/spans`;
  // What it changes mends nothing, so that each try is judged and the next begins.
  const argv = [main, 'improve', bed.project, '--agent', 'command', '--events', '--limit', String(iterations)];
  const child = spawn(node, [...argv, '--', node, agentFile('changes-a-little.js'), log], {
    env: { ...process.env, PORTSIDE_HOME: `${bed.place}/home` },
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
  });
  const spans = await spansOf(child.stdout);
  if (child.exitCode === null) await once(child, 'exit');
  const over = spans.map(({ agent, judging, whole }) => whole - agent - judging);
  if (over.length === 0) throw new Error('no iteration came to its end');
  return { overhead_ms: rounded(median(over), 0), overhead_ms_worst: rounded(Math.max(...over), 0), overhead_iterations: over.length };
}

/** By the clock of the events' reader: `at` of the events is as good, and this is what somebody outside sees. */
async function spansOf(stdout: NodeJS.ReadableStream): Promise<Span[]> {
  const spans: Span[] = [];
  let began = 0;
  let judging = 0;
  let judged = 0;
  let agent = 0;
  for await (const line of createInterface({ input: stdout })) {
    const event = JSON.parse(line) as { event: string; at: number; seen?: { event: string; text?: string } };
    const now = event.at * 1000;
    if (event.event === 'iteration') {
      [began, judged, judging] = [now, 0, 0];
      agent = 0;
    }
    if (event.event === 'judging') judging = now;
    if (event.event === 'judged') judged = now - judging;
    if (event.seen?.event === 'says') agent = Number(/^took (\d+)/.exec(event.seen.text ?? '')?.[1] ?? agent);
    if (event.event === 'try' && agent > 0) spans.push({ agent, judging: judged, whole: now - began });
  }
  return spans;
}
