/** What `portside mock claude` is started with. */
export interface MockClaudeOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number;
  /** A YAML file. */
  scenario?: string | undefined;
  /** Written with what `upstream` answers; one needs the other. */
  record?: string | undefined;
  upstream?: string | undefined;
}

/** A mock at work. */
export interface MockClaude {
  port: number;
  url: string;
  /** How clients are pointed at it. */
  greeting: string;
  close(): Promise<void>;
}
