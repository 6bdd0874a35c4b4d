import { inMinutes } from '../../contract/minutes.ts';

/** `0.2 s`, `1.6 s`, `42 s`, `2 min 5 s`. */
export function inSeconds(seconds: number): string {
  // 9.96 would be "10.0".
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : inMinutes(seconds);
}

/** How long ago, in the one unit that matters: `5 s`, `12 min`, `3 h`, `9 d`. */
export function age(since: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
