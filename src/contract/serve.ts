/** What `portside serve` can be; all of them in one process, or each in its own. */
export const roles = ['executor'] as const;

export type Role = (typeof roles)[number];

/** A server at work. */
export interface Serving {
  /** Name → URL on this machine. */
  endpoints: { name: string; url: string }[];
  /** Where the token is, which nobody named and which was made here; undefined where one was given, or none is asked for. */
  tokenFile: string | undefined;
  asksForToken: boolean;
  /** Stops accepting, lets what runs finish or ends it. Resolves when nothing is left. */
  close(): Promise<void>;
  /** Kills what still runs: whoever asked it to end will not wait. */
  kill(): void;
}
