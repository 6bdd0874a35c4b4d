/** What `portside doctor` saw. */
export interface DoctorReport {
  /** 0 well, though there may be warnings; 1 something is broken; 4 no engine answers. */
  exit: 0 | 1 | 4;
  lines: DoctorLine[];
  /** What `--fix` did, in its order; absent where nothing was asked for. `lines` are then what was seen afterwards. */
  done?: FixDone[];
}

export interface FixDone {
  fix: string;
  /** Why it was not done, or what is not well after it. */
  problem?: string;
  /** It was done, and what was left as it is on purpose. */
  note?: string;
}

export const doctorGroups = ['engine', 'machine', 'portside', 'leftovers'] as const;

export interface DoctorLine {
  group: (typeof doctorGroups)[number];
  /** What was looked at. */
  look: string;
  level: 'ok' | 'warning' | 'error' | 'note';
  message: string;
  /** What does not work, or works less well, as long as it stays so. */
  cost?: string;
  /** What to do, in words. */
  repair?: string;
  details?: string[];
  /** What `--fix` would do about it, one thing a line. */
  fixes?: string[];
}
