/**
 * When a limit is over, out of what an agent says of it; milliseconds since 1970. Undefined where it says no time. One that lies in the past means now.
 * Known forms: `resets 3pm (Europe/Berlin)`, `resets Oct 14, 9am (UTC)`, `resets in 2h 5m`, `try again at 3:45 PM`, `try again at Oct 14th, 2026 9:05 AM`,
 * `try again in 3 days 2 hours 5 minutes`, `limit reached|1749924000`, `resets 2026-10-14T09:00:00Z`.
 */
export function resetTime(text: string, now: number, zone: string): number | undefined {
  const at = epoch(text) ?? iso(text) ?? duration(text, now) ?? wallTime(text, now, zone);
  return at === undefined ? undefined : Math.max(at, now);
}

const lead = /(?:resets?(?: at| on)?|(?:try|available) again (?:at|on|after)|until)\s+(?:at |on )?/;

function epoch(text: string): number | undefined {
  const found = /limit reached\|(\d{10,13})\b/i.exec(text)?.[1];
  return found === undefined ? undefined : fromSeconds(Number(found));
}

/** Some say seconds, some milliseconds; nobody means a year after 5000. */
export function fromSeconds(stamp: number): number {
  return stamp < 1e11 ? stamp * 1000 : stamp;
}

function iso(text: string): number | undefined {
  const found = new RegExp(
    `${lead.source}(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d))`,
    'i',
  ).exec(text)?.[1];
  const at = found === undefined ? Number.NaN : Date.parse(found);
  return Number.isNaN(at) ? undefined : at;
}

const unitMs: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

function duration(text: string, now: number): number | undefined {
  const unit = String.raw`\d+(?:\.\d+)?\s*(?:days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])`;
  const found = new RegExp(
    String.raw`(?:resets?|(?:try|available) again|retry(?:ing)?|reset) (?:in|after)\s+((?:${unit}[\s,]*(?:and\s+)?)+)`,
    'i',
  ).exec(text)?.[1];
  if (found === undefined) return undefined;
  const parts = found.matchAll(/(\d+(?:\.\d+)?)\s*([a-z])/gi);
  return now + Array.from(parts).reduce((sum, [, count, letter]) => sum + Number(count) * (unitMs[(letter ?? '').toLowerCase()] ?? 0), 0);
}

interface WallTime {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayPart = String.raw`(?:(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(?<year>\d{4}),?\s+)?(?:at\s+)?)?`;
const clockPart = String.raw`(?<hour>\d{1,2})(?::(?<minute>\d\d))?\s*(?<half>[ap]\.?m\b\.?)?`;
const wallPattern = new RegExp(String.raw`${lead.source}${dayPart}${clockPart}(?:\s*\((?<zone>[A-Za-z][\w+/-]*)\))?`, 'i');

function wallTime(text: string, now: number, zone: string): number | undefined {
  const found = wallPattern.exec(text)?.groups;
  // A bare number is no time: "resets 3 counters".
  if (!found || (found['half'] === undefined && found['minute'] === undefined)) return undefined;
  const there = knownZone(found['zone']) ?? knownZone(zone) ?? 'UTC';
  const today = wallTimeAt(now, there);
  const clock = { hour: hourOf(Number(found['hour']), found['half']), minute: Number(found['minute'] ?? 0) };
  if (found['month'] === undefined) {
    const at = instant({ ...today, ...clock }, there);
    // Told a moment ago it may have passed meanwhile; hours ago it is tomorrow's.
    if (at > now - 5 * 60_000) return at;
    return instant({ ...today, ...clock, day: today.day + 1 }, there);
  }
  const date = { month: months.indexOf(found['month'].toLowerCase()) + 1, day: Number(found['day']) };
  if (found['year'] !== undefined) return instant({ ...date, ...clock, year: Number(found['year']) }, there);
  // In December a day in January is next year's, in January one in December last year's; one of last week has passed.
  const years = [today.year - 1, today.year, today.year + 1].map((year) => instant({ ...date, ...clock, year }, there));
  return years.find((at) => at >= now - 180 * 86_400_000);
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function knownZone(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function wallTimeAt(at: number, timeZone: string): WallTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

/** The moment at which clocks of a zone show that. In the hour that a change of clocks skips: as much after it; in the hour that it repeats: the first. */
function instant(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((at) => offsetAt(at, zone));
  const candidates = offsets.map((offset) => asUtc - offset);
  const exact = candidates.filter((at) => at + offsetAt(at, zone) === asUtc);
  return exact.length > 0 ? Math.min(...exact) : asUtc - (offsets[0] ?? 0);
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute } = wallTimeAt(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000;
}
