/** For a flag that may be given again. */
export function each(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
