import { createTail } from './tail.ts';
import { lastWords, says, type StreamReader } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';

/** Lines that are looked at for the reason of an end: what stands before them is the work, and may speak of anything. */
const lastLines = 15;

/** Any program's output: nothing is known of its form, so only its last lines are searched for what ended it. */
export function createPlainReader(here: Here): StreamReader {
  const tail = createTail();
  return {
    line(line, from) {
      tail.add(line);
      return from === 'stdout' ? says(line) : [];
    },
    isOver: () => false,
    told() {
      const text = tail.text();
      const trouble = troubleInText(text.split('\n').slice(-lastLines).join('\n'), here);
      return { usage: { inputTokens: 0, outputTokens: 0 }, said: lastWords(text), over: false, ...(trouble && { trouble }) };
    },
  };
}
