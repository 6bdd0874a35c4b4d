/** The words that ask a URL with a program that is there, and end with 0 only where it is answered well; undefined where none could. */
export function requestWith(url: string, has: (program: string) => boolean): string[] | undefined {
  if (has('wget')) return ['wget', '-q', '-O', '/dev/null', url];
  if (has('curl')) return ['curl', '-fsS', '-o', '/dev/null', url];
  // Node ends with 1 where nobody catches.
  if (has('node')) return ['node', '-e', `fetch('${url}').then(({ ok, status }) => { if (!ok) throw new Error(status); })`];
  const python = ['python3', 'python'].find((program) => has(program));
  return python === undefined ? undefined : [python, '-c', `import urllib.request; urllib.request.urlopen('${url}')`];
}
