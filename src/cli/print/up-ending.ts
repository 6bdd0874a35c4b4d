import type { EndingText, Inks, UpEnding } from './ending.ts';
import { failedText, interruptedText } from './failed.ts';
import { stoppedText } from './stopped.ts';
import { verifiedText } from './verified.ts';

/** What is said at the end of an `up`, whichever end it was. */
export function upEnding(ending: UpEnding, inks: Inks): EndingText {
  switch (ending.exit) {
    case 0:
      return verifiedText(ending, inks);
    case 1:
      return onlyWords(failedText(ending, inks.words));
    case 3:
      return onlyWords(stoppedText(ending, inks.words));
    case 130:
      return onlyWords(interruptedText(ending, inks.words));
  }
}

function onlyWords(before: string): EndingText {
  return { before, result: '', after: '' };
}
