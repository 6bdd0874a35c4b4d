import type { WebSocket } from 'ws';

const mostMessages = 100;
const mostUnits = 1024 * 1024;

/**
 * Messages of one client, handled one after the other while `mayHandle` says yes. Only when too much waits is nothing more read from it: its pongs
 * are to be heard as long as possible.
 */
export interface Inbox {
  push(text: string): void;
  /** To be called when `mayHandle` may have changed its mind. */
  wake(): void;
  close(): void;
}

export function createInbox(
  socket: WebSocket,
  { handle, mayHandle }: { handle: (text: string) => Promise<void>; mayHandle: () => boolean },
): Inbox {
  const waiting: string[] = [];
  let units = 0;
  let working = false;
  let closed = false;

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let text = next(); text !== undefined; text = next()) await handle(text);
    working = false;
    regulate();
  }

  function next(): string | undefined {
    const text = closed || !mayHandle() ? undefined : waiting.shift();
    units -= text?.length ?? 0;
    return text;
  }

  function regulate(): void {
    if (closed) return;
    const tooMuch = waiting.length > mostMessages || units > mostUnits;
    if (tooMuch && !socket.isPaused) socket.pause();
    if (!tooMuch && socket.isPaused) socket.resume();
  }

  return {
    push(text) {
      if (closed) return;
      waiting.push(text);
      units += text.length;
      regulate();
      void work();
    },
    wake: () => void work(),
    close() {
      closed = true;
      waiting.length = 0;
    },
  };
}
