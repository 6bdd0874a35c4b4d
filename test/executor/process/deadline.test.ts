import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDeadline } from '../../../src/executor/process/deadline.ts';
import { systemClock } from '../../../src/system/clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How often it has passed, looked at any moment. */
function counting(seconds: number) {
  let passed = 0;
  const deadline = startDeadline(seconds, systemClock, () => (passed += 1));
  return { ...deadline, passed: () => passed };
}

test('it passes once, after its time', () => {
  const deadline = counting(10);
  vi.advanceTimersByTime(9999);
  expect(deadline.passed()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(deadline.passed()).toBe(1);
  vi.advanceTimersByTime(100_000);
  expect(deadline.passed()).toBe(1);
});

test('it does not pass once it was cancelled, whatever is asked of it then', () => {
  for (const rests of [false, true]) {
    const deadline = counting(10);
    if (rests) deadline.rest();
    deadline.cancel();
    deadline.go();
    vi.advanceTimersByTime(100_000);
    expect(deadline.passed()).toBe(0);
  }
});

test('it rests without losing what was left, as often as wanted', () => {
  const deadline = counting(10);
  for (let round = 0; round < 3; round += 1) {
    vi.advanceTimersByTime(3000);
    deadline.rest();
    deadline.rest();
    vi.advanceTimersByTime(60_000);
    deadline.go();
    deadline.go();
  }
  vi.advanceTimersByTime(999);
  expect(deadline.passed()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(deadline.passed()).toBe(1);
});

test('the longest time-out that the settings allow is one', () => {
  const deadline = counting(86_400);
  vi.advanceTimersByTime(86_399_999);
  expect(deadline.passed()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(deadline.passed()).toBe(1);
});
