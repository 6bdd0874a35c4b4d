import { createApp } from './app.ts';
import type { App } from './contract/app.ts';
import type { ExecutionEvent } from './contract/events.ts';
import type { InstanceView } from './contract/instance.ts';
import type { DownOptions, Ended, UpOptions } from './contract/options.ts';
import type { Endpoint, ExecutionRecord } from './contract/record.ts';
import { UserError } from './contract/user-error.ts';

export { UserError } from './contract/user-error.ts';
export type { DownOptions, Endpoint, Ended, ExecutionEvent, ExecutionRecord, UpOptions };

/** What a program may say besides the command's own options. */
export interface LibraryOptions extends UpOptions {
  /** Told everything that happens, as it happens. */
  onEvent?: (event: ExecutionEvent) => void;
  /** Aborting it undoes the deployment. */
  signal?: AbortSignal;
  /** In place of `process.env`. */
  environment?: Record<string, string>;
}

/** A verified, running copy of a project. `await using` takes down what this call started, volumes too; what ran before stays. */
export interface Instance extends AsyncDisposable {
  readonly project: string;
  readonly name: string;
  readonly record: ExecutionRecord;
  readonly endpoints: readonly Endpoint[];
  /** The URL of a named port; without a name the only or first one. Throws UserError where there is none. */
  url(name?: string): string;
  /** INSTANCE_ID, `API_URL`, `API_PORT`, the Compose file's own port variables, and what `env.generate` names. */
  env(): Promise<Record<string, string>>;
  /** The newest lines of all services, or of those named; `tail` defaults to all. */
  logs(services?: string[], tail?: number): Promise<string[]>;
  /** Resolves once nothing is left, as seen from the engine. */
  down(options?: DownOptions): Promise<ExecutionRecord>;
}

/** A deployment that did not end verified: it was undone, and `record` says what was seen. */
export class DeploymentError extends UserError {
  readonly record: ExecutionRecord;

  constructor({ record, exit, error }: Ended) {
    const hint = error?.hint ?? record.failure?.hint;
    super({
      code: error?.code ?? 'deployment-failed',
      exit,
      message: record.error ?? 'the deployment did not end verified',
      ...(hint ? { hint } : {}),
      cause: error,
    });
    this.name = 'DeploymentError';
    this.record = record;
  }
}

/**
 * Brings up a copy of a Compose project and resolves once it is verified from outside: the same as the command `portside up`.
 * Throws DeploymentError where it failed (and was undone), UserError for wrong usage or a missing engine.
 */
export async function up(options: LibraryOptions = {}): Promise<Instance> {
  const { onEvent = () => undefined, signal = new AbortController().signal, environment, ...upOptions } = options;
  const app = await createApp({ environment: environment ?? ownEnvironment(), currentDirectory: process.cwd() });
  const ended = await app.up(upOptions, onEvent, signal);
  if (ended.exit !== 0) throw new DeploymentError(ended);
  return instanceOf(app, ended, onEvent);
}

async function instanceOf(app: App, { record, started }: Ended, onEvent: (event: ExecutionEvent) => void): Promise<Instance> {
  const { project, instance_id: name, endpoints } = record.deployment;
  const find = (): Promise<InstanceView> => app.select(`${project}/${name}`);
  const never = new AbortController().signal;
  const down = async (options: DownOptions = {}): Promise<ExecutionRecord> => {
    const ended = await app.down(await find(), options, onEvent, never);
    if (ended.exit !== 0) throw new DeploymentError(ended);
    return ended.record;
  };
  return {
    ...{ project, name, record, endpoints, down },
    url: (wanted) => urlOf(endpoints, wanted),
    env: async () => app.env(await find()),
    async logs(services = [], tail) {
      const lines: string[] = [];
      await app.logs(await find(), { services, follow: false, tail: tail ?? 'all' }, (line) => lines.push(line), never);
      return lines;
    },
    async [Symbol.asyncDispose]() {
      if (started) await down({ volumes: true });
    },
  };
}

function urlOf(endpoints: readonly Endpoint[], name: string | undefined): string {
  const found = name === undefined ? endpoints[0] : endpoints.find((endpoint) => endpoint.name === name);
  if (found) return found.url;
  throw new UserError({
    code: 'no-such-endpoint',
    exit: 2,
    message: name === undefined ? 'this instance publishes no ports' : `this instance has no endpoint ${name}`,
    hint:
      endpoints.length > 0 ? `there are: ${endpoints.map((endpoint) => endpoint.name).join(', ')}` : 'publish a port in the Compose file',
  });
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
