import { createReadStream } from 'node:fs';

/** A line that has what was looked for. */
export interface FoundLine {
  /** From 1. */
  number: number;
  /** Of a line longer than this many bytes only the beginning. */
  text: string;
}

const longestKept = 4 * 2 ** 20;
const beginning = 64 * 2 ** 10;

/** Lines of a file that have the text, one after the other; the file is streamed, and no line is kept that is longer than a few megabytes. */
export async function* linesWith(file: string, wanted: string): AsyncGenerator<FoundLine> {
  const needle = Buffer.from(wanted);
  const line = new Line(needle);
  let number = 1;
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 18 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      const text = line.ended(chunk.subarray(start, end));
      if (text !== undefined) yield { number, text };
      number++;
      start = end + 1;
    }
    line.goesOn(chunk.subarray(start));
  }
  const text = line.ended(Buffer.alloc(0));
  if (text !== undefined) yield { number, text };
}

const lineEnd = 10;

/** One line, as far as it has come. */
class Line {
  readonly #needle: Buffer;
  #parts: Buffer[] = [];
  #length = 0;
  #found = false;

  constructor(needle: Buffer) {
    this.#needle = needle;
  }

  goesOn(part: Buffer): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length > longestKept) this.#shorten();
  }

  /** Its text where it has what is looked for. */
  ended(last: Buffer): string | undefined {
    if (this.#parts.length === 0) return last.includes(this.#needle) ? last.toString() : undefined;
    this.goesOn(last);
    const whole = Buffer.concat(this.#parts);
    const found = this.#found || whole.includes(this.#needle);
    this.#parts = [];
    this.#length = 0;
    this.#found = false;
    return found ? whole.toString() : undefined;
  }

  /** Keeps its beginning, which says who speaks, and as much of the end as may be half of what is looked for. */
  #shorten(): void {
    const whole = Buffer.concat(this.#parts);
    this.#found ||= whole.includes(this.#needle);
    this.#parts = [Buffer.from(whole.subarray(0, beginning)), Buffer.from(whole.subarray(-(this.#needle.length - 1)))];
    this.#length = beginning + this.#needle.length;
  }
}
