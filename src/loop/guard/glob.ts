/**
 * A pattern as `.gitignore` reads one, as far as files need it: `*` and `?` stay within a name, `**` stands for any folders, `{a,b}` for either, a pattern
 * without a slash is looked for in every folder, and one that ends with a slash is all below that folder.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const whole = pattern.endsWith('/') ? `${pattern}**` : pattern;
  const anchored = whole.replace(/^\.?\//, '');
  const anywhere = !pattern.startsWith('/') && !anchored.replace(/\/\*\*$/, '').includes('/');
  const expression = new RegExp(`^${anywhere && !anchored.startsWith('**/') ? '(?:.*/)?' : ''}${sourceOf(anchored)}$`, 's');
  return (path) => expression.test(path);
}

function sourceOf(glob: string): string {
  return glob.replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1) return `(?:${token.slice(1, -1).split(',').map(sourceOf).join('|')})`;
    return `\\${token}`;
  });
}
