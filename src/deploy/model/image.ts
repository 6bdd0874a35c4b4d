/** An image, pinned: what a service will run, whatever its tag points to later. */
export interface Image {
  /** `sha256:…` */
  id: string;
  /** As the Compose file names it. */
  reference: string;
  /** `repository@sha256:…`: what registries know it by; absent where none does. */
  digests?: string[];
  volumes: string[];
  /** Durations in milliseconds; absent where the image has no healthcheck. */
  healthcheck?: { test: string[]; intervalMs: number; timeoutMs: number; retries: number; startPeriodMs: number };
  exposed: string[];
  user?: string;
  entrypoint?: string[];
  command?: string[];
  workdir?: string;
  /** What it sets itself, by name. */
  environment?: Record<string, string>;
  /** What runs commands written as text, such as that of a healthcheck; absent for `/bin/sh -c`. */
  shell?: string[];
  /** Such as `linux`. */
  os?: string;
  /** Such as `amd64`. */
  architecture?: string;
}

/** service → image */
export type Images = Record<string, Image>;
