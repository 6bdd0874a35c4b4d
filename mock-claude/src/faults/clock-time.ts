/** As Claude Code says when a limit is lifted: `3pm (UTC)`, `3:05pm (UTC)`. `seconds` since the epoch. */
export function clockTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const hours = date.getUTCHours();
  const minutes = date.getUTCMinutes();
  return `${hours % 12 || 12}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}${hours < 12 ? 'am' : 'pm'} (UTC)`;
}
