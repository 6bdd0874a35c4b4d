import { StringDecoder } from 'node:string_decoder';

/** Of a line that is too long: so many characters at each end. */
const endLength = 2000;

/**
 * Bytes → lines of UTF-8, with a bound on memory whatever comes: of a line longer than `most` characters only both ends are kept.
 * Bytes that are no UTF-8 become U+FFFD.
 */
export class BoundedLineCutter {
  readonly #onLine: (line: string) => void;
  readonly #most: number;
  readonly #decoder = new StringDecoder('utf8');
  #head = '';
  /** Only of a line that is too long. */
  #tail: string | undefined;

  constructor(onLine: (line: string) => void, most: number) {
    this.#onLine = onLine;
    this.#most = most;
  }

  push(bytes: Buffer): void {
    this.#take(this.#decoder.write(bytes));
  }

  flush(): void {
    this.#take(this.#decoder.end());
    if (this.#head !== '') this.#tell();
  }

  #take(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#add(text.slice(from, end));
      this.#tell();
      from = end + 1;
    }
    this.#add(text.slice(from));
  }

  #add(piece: string): void {
    if (this.#tail !== undefined) this.#tail = (this.#tail + piece).slice(-endLength);
    else this.#head += piece;
    if (this.#tail !== undefined || this.#head.length <= this.#most) return;
    this.#tail = this.#head.slice(-endLength);
    this.#head = this.#head.slice(0, endLength);
  }

  #tell(): void {
    const line = this.#tail === undefined ? this.#head : `${this.#head} … ${this.#tail}`;
    this.#head = '';
    this.#tail = undefined;
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
