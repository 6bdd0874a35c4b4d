/** `docker compose`, Compose's own program, run as a child. It never sees a shell. */
export interface Compose {
  /** The model, interpolated. Throws EngineError `compose` with Compose's message, cleaned; `no-compose` where the plugin is missing. */
  config(project: ComposeInput): Promise<unknown>;
  build(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  pull(project: ComposeInput, services: string[], run: ComposeRun): Promise<void>;
  /**
   * Makes containers without starting them; leaves those alone that are there. `scale` says how many a service has then, old and new;
   * Compose removes what is above that, and above the number that the file says where a service is not named.
   */
  create(project: ComposeInput, services: string[], run: ComposeRun, scale?: Record<string, number>): Promise<void>;
  /** Runs a command in a container of its own, made as the service's are, without their ports, and removed afterwards. Resolves to its exit code. */
  oneOff(project: ComposeInput, service: string, command: string[], run: ComposeRun): Promise<number>;
  /** Hands the terminal to `docker compose exec`; resolves to its exit code. */
  exec(composeName: string, service: string, command: string[]): Promise<number>;
  /** Streams `docker compose logs` line by line until it ends or the signal aborts. */
  logs(composeName: string, services: string[], options: { follow: boolean; tail: number | 'all' }, run: ComposeRun): Promise<void>;
}

export interface ComposeInput {
  composeName?: string;
  directory: string;
  files: string[];
  envFiles: string[];
  profiles: string[];
  /** The child's whole environment. */
  environment: Record<string, string>;
}

export interface ComposeRun {
  signal?: AbortSignal;
  onLine?: (line: string) => void;
  /** False for an endless stream: only `onLine` sees it. */
  keepOutput?: boolean;
  /** Told once the child runs, so that a journal can name it. */
  onChild?: (child: { pid: number; startTime: string }) => void;
}
