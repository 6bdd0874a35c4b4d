/** Which API somebody speaks. */
export type Dialect = 'messages' | 'chat' | 'responses';

/** A tool that the request offers. */
export interface ToolOffer {
  name: string;
  /** `custom` takes free text, `local_shell` an argv: both are Codex's. */
  kind: 'function' | 'custom' | 'local_shell';
  /** JSON schema of its input. */
  parameters?: unknown;
}

/** What a tool gave, as the last message of a request tells it. */
export interface ToolResult {
  id: string;
  /** Undefined where the call is not in the history. */
  tool: string | undefined;
  text: string;
  error: boolean;
}

/** A request to a model, whatever API it came by. */
export interface Ask {
  dialect: Dialect;
  session: string;
  model: string;
  stream: boolean;
  /** How many answers the conversation holds already, and one: a request that is sent again has the same turn. */
  turn: number;
  /** The last thing that a person said; reminders that an agent puts in are left out. */
  text: string;
  /** Of the last message. */
  results: ToolResult[];
  tools: ToolOffer[];
  /** Whether it may be shown what was thought. */
  thinking: boolean;
  maxTokens: number | undefined;
  stopSequences: string[];
  input: InputTokens;
  /** Chat completions tell the usage of a stream only to whom asks for it. */
  usageInStream?: boolean;
  /** What the Responses API has been told, for whoever goes on from there. */
  items?: unknown[];
}

/** Tokens of a request: those below the last cache breakpoint are read from the cache or written to it. */
export interface InputTokens {
  fresh: number;
  cacheRead: number;
  cacheCreation: number;
}
