/** One line a variable, which the shell takes over as it is: whatever a value holds, nothing in it is run. */
export function exportLines(variables: Record<string, string>, shell: 'sh' | 'fish'): string {
  return Object.entries(variables)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) => (shell === 'fish' ? `set -gx ${name} ${quoteForFish(value)}\n` : `export ${name}=${quoteForSh(value)}\n`))
    .join('');
}

function quoteForSh(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** Inside fish's single quotes only `\\` and `\'` mean something. */
function quoteForFish(value: string): string {
  return `'${value.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
