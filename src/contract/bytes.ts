const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** As a person says it: `512 MB`, `1.5 GB`. */
export function inBytes(bytes: number): string {
  const power = Math.min(Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024))), units.length - 1);
  const number = bytes / 1024 ** power;
  return `${number < 10 && power > 0 ? Math.round(number * 10) / 10 : Math.round(number)} ${units[power]}`;
}
