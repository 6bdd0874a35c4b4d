import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ExecutionEvent, Said } from '../../src/contract/events.ts';
import { type Frame, frameAfter, frameLines, newFrame } from '../../src/cli/print/frame.ts';
import { inkFor } from '../../src/cli/print/ink.ts';
import { displayWidth, fit, harmless } from '../../src/cli/print/width.ts';
import { portside } from './memory-world.ts';
import { demo, ending, record, uuid } from './samples.ts';

const escape = '\u001B';

describe('colour', () => {
  const list = () => Promise.resolve([demo]);
  test.each([
    ['a terminal gets it', true, {}, true],
    ['a pipe does not', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR says nothing', true, { NO_COLOR: '' }, true],
    ['TERM=dumb', true, { TERM: 'dumb' }, false],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ])('%s', async (_, terminal, environment, coloured) => {
    const { stdout } = await portside(['ps'], { list }, { terminal, environment });
    expect(stdout.includes(escape)).toBe(coloured);
  });

  test('columns stay aligned under colours', async () => {
    const plain = await portside(['ps'], { list });
    const coloured = await portside(['ps'], { list }, { environment: { FORCE_COLOR: '1' } });
    expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout);
  });
});

test('plain marks where the locale or the terminal has no others', () => {
  expect(inkFor({ environment: { LC_ALL: 'C' } }, { write: () => true }).marks.ok).toBe('+');
  expect(inkFor({ environment: { TERM: 'linux' } }, { write: () => true }).marks.ok).toBe('+');
  expect(inkFor({ environment: { LANG: 'C.UTF-8' } }, { write: () => true }).marks.ok).toBe('✔');
});

describe('width', () => {
  test.each([
    ['web', 3],
    [`${escape}[31mweb${escape}[0m`, 3],
    ['数据', 4],
    ['e\u0301', 1],
    ['🚢', 2],
  ])('%j', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('a cut is shown, and never exceeds', () => {
    expect(fit('hello', 5, '…')).toBe('hello');
    expect(fit('hello world', 6, '…')).toBe('hello…');
    expect(displayWidth(fit('数据数据', 6, '…'))).toBeLessThanOrEqual(6);
  });

  test("a program's own control codes do not run through our lines", () => {
    expect(harmless(`${escape}[2J${escape}[31mred${escape}[0m\r\u0007\tx`)).toBe('red  x');
  });
});

describe('live', () => {
  const plain = inkFor({ environment: {} }, { write: () => true });

  function after(...said: Said[]): Frame {
    return said.reduce((frame, event) => frameAfter(frame, { execution_uuid: uuid, at: 0, ...event } as ExecutionEvent), newFrame);
  }

  test('stages in a row, what is at work, what was seen', () => {
    const frame = after(
      { event: 'stage', stage: 'resolve', state: 'begin' },
      { event: 'stage', stage: 'resolve', state: 'end' },
      { event: 'begin', action: 'up', instance: 'hello/demo' },
      { event: 'stage', stage: 'apply', state: 'begin' },
      { event: 'step', step: 'start redis', cause: 'new', state: 'begin' },
      { event: 'step', step: 'start redis', cause: 'new', state: 'end' },
      { event: 'step', step: 'start web once redis is healthy', cause: 'new', state: 'begin' },
      { event: 'service', service: 'redis', state: 'healthy' },
      { event: 'probe', service: 'web', target: 'http://127.0.0.1:8001/', outcome: 'failed', detail: 'connection refused' },
      { event: 'output', source: 'compose', line: 'Container hello-demo-web-1 Starting' },
    );
    expect(frameLines(frame, { elapsedMs: 1640, columns: 60, ink: plain }).join('\n')).toMatchInlineSnapshot(`
      "⠋ up hello/demo  1.6 s
        ✔ resolve  · check  · build  · plan  ⠋ apply  · verify
        ⠋ start web once redis is healthy
        ✔ redis  healthy
        ✘ web  http://127.0.0.1:8001/  connection refused
        │ Container hello-demo-web-1 Starting"
    `);
  });

  test('no line is wider than the terminal, and the block never higher than a screen', () => {
    const rows = Array.from({ length: 40 }, (_, at): Said => ({
      event: 'service',
      service: `service-${at}`,
      state: 'healthy '.repeat(30),
    }));
    const lines = frameLines(after(...rows), { elapsedMs: 0, columns: 40, ink: plain });
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
    expect(lines.length).toBeLessThanOrEqual(16);
  });

  test('the block is gone before the ending is said', async () => {
    const up = ending({ record, exit: 0, changed: true }, { event: 'begin', action: 'up', instance: 'hello/demo' });
    const { stderr } = await portside(['up'], { up }, { terminal: true });
    const lastErase = stderr.lastIndexOf(`${escape}[J`);
    expect(stderr.slice(0, lastErase)).toContain('up hello/demo');
    expect(stderr.slice(lastErase)).toContain('is up and verified');
  });
});
