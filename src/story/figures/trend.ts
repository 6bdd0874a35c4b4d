import type { HistoryStats, Period } from '../../contract/stats.ts';
import { Distribution } from './distribution.ts';

type Unit = HistoryStats['trend']['unit'];

interface Day {
  successes: number;
  failures: number;
  durations: Distribution;
}

const dayMs = 86_400_000;
const mostDays = 31;
const mostWeeks = 60;
const mostMonths = 60;

/** What counted, day by day. */
export class Trend {
  readonly #days = new Map<string, Day>();

  /** `seconds`: to verified, of an `up`. */
  add(timestamp: string, success: boolean, seconds?: number): void {
    const day = this.#of(timestamp.slice(0, 10));
    day[success ? 'successes' : 'failures']++;
    if (seconds !== undefined) day.durations.add(seconds);
  }

  #of(date: string): Day {
    const day = this.#days.get(date) ?? empty();
    this.#days.set(date, day);
    return day;
  }

  /** By days as long as that fits, then by weeks, then the newest months. */
  periods(): HistoryStats['trend'] {
    const dates = [...this.#days.keys()].toSorted();
    const [first, last] = [dates[0], dates.at(-1)];
    if (first === undefined || last === undefined) return { unit: 'day', periods: [] };
    const days = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
    const unit: Unit = days <= mostDays ? 'day' : days <= mostWeeks * 7 - 6 ? 'week' : 'month';
    const sums = new Map<string, Day>();
    for (let from = startOf(unit, first); from <= last; from = after(unit, from)) sums.set(from, empty());
    for (const [date, { successes, failures, durations }] of this.#days) {
      const sum = sums.get(startOf(unit, date));
      if (!sum) continue;
      sum.successes += successes;
      sum.failures += failures;
      sum.durations.addAll(durations);
    }
    return { unit, periods: [...sums].slice(-mostMonths - 1).map(periodOf) };
  }
}

function empty(): Day {
  return { successes: 0, failures: 0, durations: new Distribution() };
}

function periodOf([from, { successes, failures, durations }]: [string, Day]): Period {
  const p50 = durations.percentile(50);
  return { from, successes, failures, ...(p50 === undefined ? {} : { p50 }) };
}

/** Weeks begin on Monday (ISO 8601). */
function startOf(unit: Unit, date: string): string {
  if (unit === 'month') return `${date.slice(0, 7)}-01`;
  if (unit === 'day') return date;
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  return dateOf(Date.parse(date) - weekday * dayMs);
}

function after(unit: Unit, start: string): string {
  if (unit !== 'month') return dateOf(Date.parse(start) + (unit === 'week' ? 7 : 1) * dayMs);
  const next = new Date(start);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return dateOf(next.getTime());
}

function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
