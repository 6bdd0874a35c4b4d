/** `42 s`, `2 min 5 s`: whole seconds, so that none of them is the sixtieth. */
export function inMinutes(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
