import { expect, test } from 'vitest';
import { resetTime } from '../../../src/agents/reading/reset-time.ts';

const now = Date.parse('2026-10-14T10:30:00Z');
const at = (text: string, zone = 'UTC', then = now) => {
  const found = resetTime(text, then, zone);
  return found === undefined ? undefined : new Date(found).toISOString();
};

test.each([
  ['You’ve hit your session limit · resets 3pm (Europe/Berlin)', '2026-10-14T13:00:00.000Z'],
  ['resets 3:45pm (America/New_York)', '2026-10-14T19:45:00.000Z'],
  ['resets 3 pm', '2026-10-14T15:00:00.000Z'],
  ['resets 12am (UTC)', '2026-10-15T00:00:00.000Z'],
  ['resets 12pm (UTC)', '2026-10-14T12:00:00.000Z'],
  ['resets Oct 16, 9am (UTC)', '2026-10-16T09:00:00.000Z'],
  ['resets Oct 16 at 9am (Asia/Kolkata)', '2026-10-16T03:30:00.000Z'],
  ['or try again at Nov 22nd, 2026 1:22 AM.', '2026-11-22T01:22:00.000Z'],
  ['try again at 3:45 PM', '2026-10-14T15:45:00.000Z'],
  ['Try again in 3 days 2 hours 5 minutes', '2026-10-17T12:35:00.000Z'],
  ['Your quota will reset after 2h5m10s.', '2026-10-14T12:35:10.000Z'],
  ['Please retry in 7.5s.', '2026-10-14T10:30:07.500Z'],
  ['Claude AI usage limit reached|1791990000', '2026-10-14T15:00:00.000Z'],
  ['resets at 2026-10-14T12:00:00Z', '2026-10-14T12:00:00.000Z'],
  ['resets at 2026-10-14T12:00:00+02:00', '2026-10-14T10:30:00.000Z'],
])('%s', (text, expected) => {
  expect(at(text)).toBe(expected);
});

test('a time without a zone is that of this machine', () => {
  expect(at('resets 3pm', 'Asia/Tokyo')).toBe('2026-10-15T06:00:00.000Z');
  expect(at('resets 3pm (Nowhere/AtAll)', 'Asia/Tokyo')).toBe('2026-10-15T06:00:00.000Z');
});

test('one that has just passed means now, one of hours ago tomorrow', () => {
  expect(at('resets 10:28am')).toBe('2026-10-14T10:30:00.000Z');
  expect(at('resets 9am')).toBe('2026-10-15T09:00:00.000Z');
  expect(at('resets Oct 10, 9am')).toBe('2026-10-14T10:30:00.000Z');
});

test('in December a day of January is next year’s', () => {
  expect(at('resets Jan 2, 9am', 'UTC', Date.parse('2026-12-30T00:00:00Z'))).toBe('2027-01-02T09:00:00.000Z');
});

test('in January a day of December was last year’s: that limit is over', () => {
  expect(at('resets Dec 31, 11:59pm', 'UTC', Date.parse('2027-01-01T00:02:00Z'))).toBe('2027-01-01T00:02:00.000Z');
});

test.each([
  ['over the night in which clocks go back', '2026-10-24T20:00:00Z', 'resets Oct 25, 9am (Europe/Berlin)', '2026-10-25T08:00:00.000Z'],
  ['over the night in which they go forward', '2026-03-28T20:00:00Z', 'resets Mar 29, 9am (Europe/Berlin)', '2026-03-29T07:00:00.000Z'],
  ['in the hour that comes twice it is the first', '2026-10-24T20:00:00Z', 'resets 2:30am (Europe/Berlin)', '2026-10-25T00:30:00.000Z'],
  ['in the hour that is skipped it is as much later', '2026-03-28T20:00:00Z', 'resets 2:30am (Europe/Berlin)', '2026-03-29T01:30:00.000Z'],
  [
    'the next day is found by the calendar, not by 24 hours',
    '2026-10-24T21:00:00Z',
    'resets 10pm (Europe/Berlin)',
    '2026-10-25T21:00:00.000Z',
  ],
])('%s', (_, then, text, expected) => {
  expect(at(text, 'UTC', Date.parse(then))).toBe(expected);
});

test.each(['resets the counter', 'resets 3 counters', 'wait until you see it', ''])('%s names no time', (text) => {
  expect(at(text)).toBeUndefined();
});
