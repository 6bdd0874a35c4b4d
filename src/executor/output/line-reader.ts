/** The lines of a stream that may matter, whole, wherever the pieces were cut. */
export interface LineReader {
  push(bytes: Buffer): string[];
  /** The last line, which had no end. */
  end(): string[];
}

/** What is looked at of a line: its beginning. */
const longestLine = 4096;

/** An answer's status line, as `curl -i` or `-v` shows it: what it says is in the lines below it. */
const statusLine = /^(?:< )?HTTP\/[\d.]+ \d{3}\b/;
const headerLine = /^(?:< )?[\w-]+: /;

/** Lines without a word of `mayMatter`, which is ASCII, are left out. The headers of an HTTP answer are one line with its status. */
export function createLineReader(mayMatter: (text: string) => boolean): LineReader {
  let line = '';
  let answer = '';

  function linesOf(text: string): string[] {
    return text
      .replace(/\r$/, '')
      .split(/\r\n?|\n/)
      .flatMap((latin1) => {
        const whole = decoded(latin1.slice(0, longestLine));
        if (answer && headerLine.test(whole)) {
          if (answer.length < longestLine) answer += `\n${whole}`;
          return [];
        }
        const before = answer ? [answer] : [];
        answer = statusLine.test(whole) ? whole : '';
        return [...before, ...(answer || !mayMatter(whole) ? [] : [whole])];
      });
  }

  return {
    push(bytes) {
      // The words are ASCII: there is no need to decode what is not.
      const text = bytes.toString('latin1');
      const cut = text.lastIndexOf('\n');
      if (cut === -1) {
        line += text.slice(0, Math.max(0, longestLine - line.length));
        return [];
      }
      const matters = answer !== '' || mayMatter(text) || (line !== '' && mayMatter(line + text.slice(0, text.indexOf('\n'))));
      const lines = matters ? linesOf(line + text.slice(0, cut)) : [];
      line = text.slice(cut + 1, cut + 1 + longestLine);
      return lines;
    },
    end() {
      const lines = [...linesOf(line), ...(answer ? [answer] : [])];
      line = '';
      answer = '';
      return lines.filter((one) => mayMatter(one));
    },
  };
}

function decoded(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
