/** A file as it was, or none where there was none; or its text with one part as it was. */
export type PutBack = { path: string; reason: string } & ({ to: 'base' | 'absent' } | PartBack);

/** One part of a file as it was at the base commit; `asBase`: that makes all of it as it was. */
export interface PartBack {
  text: string;
  part: 'x-portside' | 'scripts' | 'runner';
  asBase: boolean;
}
