/** A look at reality from outside. `cause` says who asked for it; `success` is any status below 400. */
export type Probe = { service: string; cause: string } & (
  | {
      kind: 'http';
      target: number;
      path: string;
      accept: 'success' | 'any' | number;
      body?: string;
      json?: Record<string, unknown>;
      tls: boolean;
    }
  | { kind: 'websocket'; target: number; path: string; tls: boolean }
  | { kind: 'tcp'; target: number }
  | { kind: 'command'; run: string[] }
  | { kind: 'udp'; target: number }
);

/** What a probe, or the engine's own health, said. `unprobed` fails nothing. */
export interface Verdict {
  service: string;
  kind: 'http' | 'websocket' | 'tcp' | 'command' | 'udp' | 'health' | 'running' | 'completed';
  /** What was looked at: a URL, `127.0.0.1:8001`, a command line, a container's name. */
  target: string;
  outcome: 'passed' | 'failed' | 'unprobed';
  /** What was seen: `200 in 12 ms`, `connection refused`, `exit code 1`. */
  detail: string;
  durationMs: number;
}
