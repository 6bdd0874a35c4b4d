/** What tells one event of the engine from another. */
export interface Moment {
  Action?: string;
  status?: string;
  id?: string;
  Actor?: { ID?: string };
  timeNano?: number;
}

/**
 * Whether an event is old news. Podman writes its events to a file that turns over at a megabyte; whoever follows it then hears it again from
 * its beginning. `since` is when the following began, epoch milliseconds of the engine's machine.
 */
export function replayFilter(since: number): (event: Moment) => boolean {
  const heard = new Set<string>();
  return ({ Action, status, id, Actor, timeNano = 0 }) => {
    const key = `${timeNano} ${Actor?.ID ?? id} ${Action ?? status}`;
    if (timeNano < since * 1e6 || heard.has(key)) return true;
    heard.add(key);
    return false;
  };
}
