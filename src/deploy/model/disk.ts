/** What a file system has left. */
export interface DiskSpace {
  bytes: number;
  /** What a user who is not root may still write; the rest is `reservedBytes`. */
  freeBytes: number;
  reservedBytes: number;
  /** 0 on file systems that do not count them. */
  files: number;
  freeFiles: number;
}

/** `full`: not even root can write any more; `nearly`: less than 1 GB or 2 % of the space, or 2 % of the files. */
export function howFull({ bytes, freeBytes, reservedBytes, files, freeFiles }: DiskSpace): 'full' | 'nearly' | 'enough' {
  if (freeBytes + reservedBytes < leastBytes || (files > 0 && freeFiles === 0)) return 'full';
  const little = freeBytes < Math.min(1024 ** 3, bytes / 2) || freeBytes < bytes * leastShare;
  return little || (files > 0 && freeFiles < files * leastShare) ? 'nearly' : 'enough';
}

const leastShare = 0.02;
/** A container's first files need about as much. */
const leastBytes = 1024 ** 2;
