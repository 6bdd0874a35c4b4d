/** What is seen of an agent while it works. */
export type AgentSeen =
  /** It lives: anything at all came. */
  | { event: 'alive' }
  | { event: 'says'; text: string }
  | { event: 'uses'; tool: string; detail: string }
  /** It waits for its provider by itself. */
  | { event: 'retries'; reason: string };
