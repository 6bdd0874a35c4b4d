/** What a person said, without the reminders that agents put around it. */
export function spoken(words: string): string {
  return words.includes('<system-reminder>') ? words.replaceAll(/<system-reminder>[\s\S]*?<\/system-reminder>\s*/g, '').trim() : words;
}
