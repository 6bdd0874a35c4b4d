const mostAtBeginning = 2000;
const mostAtEnd = 6000;
const longestLine = 500;

/** Lines as they come, of which the first and the last are kept. */
export function createExcerpt(): { push(line: string): void; text(): string } {
  let beginning = '';
  let end = '';
  let left = 0;
  return {
    push(line) {
      const cut = `${line.length > longestLine ? `${line.slice(0, longestLine)}…` : line}\n`;
      if (left === 0 && end === '' && beginning.length + cut.length <= mostAtBeginning) return void (beginning += cut);
      end += cut;
      if (end.length <= 2 * mostAtEnd) return;
      left += end.length - mostAtEnd;
      end = end.slice(-mostAtEnd);
    },
    text() {
      const last = end.slice(-mostAtEnd);
      const out = left + end.length - last.length;
      return out > 0 ? `${beginning}[${out} characters left out]\n${last}` : beginning + last;
    },
  };
}
