import { expect, test } from 'vitest';
import { filesBelow, read } from './files.ts';

const sources = await Promise.all(
  [...filesBelow('src'), ...filesBelow('mock-claude/src')].map(async (path) => ({ path, text: await read(path) })),
);

test('no source is longer than 300 lines', () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > 300);
  expect(long.map(({ path }) => path)).toEqual([]);
});

/** The command, the container's healthcheck, the mock by itself; and what is handed over as text, to run in an agent's container or pane. */
const handedOver = ['src/agents/isolation/inside/inside.ts', 'src/agents/tmux/in-pane.ts'];
const programs = ['src/main.ts', 'src/healthcheck.ts', 'mock-claude/src/main.ts', ...handedOver];

test('only the programs end the process', () => {
  const ending = sources.filter(
    ({ path, text }) => !programs.includes(path) && /\bprocess\s*\.\s*(exit|exitCode|abort|reallyExit)\b/.test(text),
  );
  expect(ending.map(({ path }) => path)).toEqual([]);
});

test('what a lock is held for is awaited in its scope: a promise that is returned outlives it', () => {
  const returned = sources.flatMap(({ path, text }) =>
    text
      .split(/^}$/m)
      .map((part) => part.split('await using')[1] ?? '')
      .flatMap((rest) => rest.match(/^ +return (?!await\b|new\b)\w+\(.*$/gm) ?? [])
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(returned).toEqual([]);
});
