import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type {
  ControlType,
  NotificationName,
  Notifications,
  OutputChunk,
  ProcessStatus,
  RpcError,
  RpcId,
} from '../../../src/contract/executor.ts';
import type { Target } from './target.ts';

/** Anything that an executor says. */
export interface Message {
  jsonrpc: string;
  id?: RpcId;
  result?: unknown;
  error?: RpcError;
  method?: string;
  params?: unknown;
}

export interface Finished {
  stdout: string;
  stderr: string;
  ending: ProcessStatus;
}

/** However busy two cores are. */
const patienceMs = 15_000;

export const address = ({ websocketUrl, token }: Pick<Target, 'websocketUrl' | 'token'>): string =>
  token === undefined ? websocketUrl : `${websocketUrl}?token=${encodeURIComponent(token)}`;

/** Connects, and has heard `connected`. */
export async function connect(target: Target, options: ClientOptions = {}): Promise<Client> {
  const client = new Client(new WebSocket(address(target), { perMessageDeflate: false, ...options }));
  await client.next('connected');
  return client;
}

/** A client that remembers all it hears, in order. */
export class Client implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly heard: Message[] = [];
  /** As they came: a batch is answered with one. */
  readonly frames: (Message | Message[])[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #waiting: (() => void)[] = [];
  #taken = new Map<string, number>();
  #ids = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#look());
    socket.on('message', (data: Buffer) => {
      const said = JSON.parse(data.toString()) as Message | Message[];
      this.frames.push(said);
      this.heard.push(...(Array.isArray(said) ? said : [said]));
      this.#look();
    });
  }

  /** Resolves to what `find` finds as soon as it does; rejects once the connection closes without, or it takes too long. */
  until<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const told = (why: string) => reject(new Error(`${why} before ${what}; heard ${JSON.stringify(this.heard.slice(-5)).slice(0, 1000)}`));
    const timer = setTimeout(() => told('time was up'), patienceMs);
    const look = () => {
      const found = find();
      if (found === undefined && this.socket.readyState !== WebSocket.CLOSED) return;
      clearTimeout(timer);
      this.#waiting = this.#waiting.filter((other) => other !== look);
      if (found === undefined) told('the connection closed');
      else resolve(found);
    };
    this.#waiting.push(look);
    look();
    return promise;
  }

  /** The next notification of that name that was not taken yet. */
  async next<Name extends NotificationName>(method: Name): Promise<Notifications[Name]> {
    const place = this.#taken.get(method) ?? 0;
    this.#taken.set(method, place + 1);
    return this.until(() => this.all(method)[place], method);
  }

  all<Name extends NotificationName>(method: Name): Notifications[Name][] {
    return this.heard.filter((message) => message.method === method).map(({ params }) => params as Notifications[Name]);
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  answer(id: RpcId): Promise<Message> {
    return this.until(() => this.heard.find((message) => message.id === id && message.method === undefined), `the answer to ${id}`);
  }

  call(method: string, params?: unknown): Promise<Message> {
    const id = `call-${(this.#ids += 1)}`;
    this.say({ jsonrpc: '2.0', id, method, params });
    return this.answer(id);
  }

  async execute(command: string | string[], timeout?: number): Promise<Notifications['process.started']> {
    const { error } = await this.call('execute', { command, timeout });
    if (error) throw new Error(`${error.code}: ${error.message}`);
    return this.next('process.started');
  }

  control(type: ControlType): Promise<Message> {
    return this.call('control', { type });
  }

  /** How the command ends, whichever way; it has been started. */
  async ending(): Promise<ProcessStatus> {
    const place = this.#taken.get('ending') ?? 0;
    this.#taken.set('ending', place + 1);
    return this.until(() => this.endings()[place], 'the ending');
  }

  endings(): ProcessStatus[] {
    return this.heard
      .filter(({ method }) => method === 'process.completed' || method === 'process.canceled')
      .map(({ params }) => params as ProcessStatus);
  }

  /** From start to end, and what was written in between. */
  async run(command: string | string[], timeout?: number): Promise<Finished> {
    const before = this.heard.length;
    await this.execute(command, timeout);
    const ending = await this.ending();
    const chunks = this.heard.slice(before).filter(({ method }) => method === 'process.output');
    const written = (type: OutputChunk['type']) =>
      chunks
        .map(({ params }) => params as OutputChunk)
        .filter((chunk) => chunk.type === type)
        .map(({ data }) => data)
        .join('');
    return { stdout: written('stdout'), stderr: written('stderr'), ending };
  }

  /** What was written so far. */
  written(): string {
    return this.all('process.output')
      .map(({ data }) => data)
      .join('');
  }

  async saw(text: string): Promise<void> {
    await this.until(() => this.written().includes(text) || undefined, `output ${text}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    if (this.socket.readyState !== WebSocket.CLOSED) await this.closed;
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }
}

/** What a WebSocket handshake is refused with. */
export async function refusal(url: string, options: ClientOptions = {}): Promise<{ status: number; body: unknown }> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, NodeJS.ReadableStream & { statusCode: number }];
  let text = '';
  for await (const piece of response) text += String(piece);
  socket.terminate();
  return { status: response.statusCode, body: JSON.parse(text) };
}
