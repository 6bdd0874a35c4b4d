/** An image, pinned: what a service will run, whatever its tag points to later. */
export interface Image {
  /** `sha256:…` */
  id: string;
  /** As the Compose file names it. */
  reference: string;
  volumes: string[];
  /** Durations in milliseconds; absent where the image has no healthcheck. */
  healthcheck?: { test: string[]; intervalMs: number; timeoutMs: number; retries: number; startPeriodMs: number };
  exposed: string[];
  user?: string;
}

/** service → image */
export type Images = Record<string, Image>;
