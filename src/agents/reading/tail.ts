/** Lines that belong to no stream, such as warnings and stack traces: the first ones and the last ones, never all. */
export interface Tail {
  add(line: string): void;
  text(): string;
}

/** Of a longer line so much is kept at each end. */
const lineEnd = 1000;
const atEachEnd = 40;

export function createTail(): Tail {
  const head: string[] = [];
  let last: string[] = [];
  return {
    add(line) {
      const whole = line.length <= 2 * lineEnd ? line : `${line.slice(0, lineEnd)} … ${line.slice(-lineEnd)}`;
      const short = withoutColours(whole).trimEnd();
      if (short.trim() === '') return;
      if (head.length < atEachEnd) {
        head.push(short);
        return;
      }
      last.push(short);
      if (last.length >= 2 * atEachEnd) last = last.slice(-atEachEnd);
    },
    text: () => [...head, ...last.slice(-atEachEnd)].join('\n'),
  };
}

function withoutColours(line: string): string {
  // eslint-disable-next-line no-control-regex
  return line.replaceAll(/\u001B\[[0-9;?]*[ -/]*[@-~]/g, '');
}
