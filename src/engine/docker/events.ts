import type { Readable } from 'node:stream';
import { composeLabel } from '../../deploy/model/labels.ts';
import { engineError } from '../classify.ts';
import type { ContainerEvent } from '../interface.ts';
import { healthOf } from './describe-container.ts';

/** What the engine sends, one JSON document a line. Podman writes some of it in lower case too; these are what both have. */
interface EngineEvent {
  Action?: string;
  status?: string;
  id?: string;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
  timeNano?: number;
}

/** Ends when the stream ends or the signal aborts; a broken stream throws EngineError `unreachable`. What `isReplayed` knows is left out. */
export async function* containerEvents(
  stream: Readable,
  signal: AbortSignal,
  isReplayed: (event: EngineEvent) => boolean = () => false,
): AsyncGenerator<ContainerEvent, void> {
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let rest = '';
  try {
    stream.setEncoding('utf8');
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event = line.trim() === '' ? undefined : (JSON.parse(line) as EngineEvent);
        if (event && !isExec(event) && !isReplayed(event)) yield containerEvent(event);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw engineError(error);
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** Every healthcheck is an exec: they change nothing about a container, and there are many. */
function isExec(event: EngineEvent): boolean {
  return actionOf(event).startsWith('exec');
}

function actionOf(event: EngineEvent): string {
  return event.Action ?? event.status ?? '';
}

function containerEvent(event: EngineEvent): ContainerEvent {
  const attributes = event.Actor?.Attributes ?? {};
  const action = actionOf(event);
  const base = { id: event.Actor?.ID ?? event.id ?? '', service: attributes[composeLabel.service] ?? '' };
  // Docker: `health_status: healthy`; Podman: `health_status`, and the state beside it.
  if (action.startsWith('health_status')) {
    return { ...base, kind: 'health', health: healthOf(action.split(': ')[1] ?? attributes['health_status']) };
  }
  switch (action) {
    case 'create':
    case 'start':
    case 'oom':
      return { ...base, kind: action };
    case 'die':
    case 'died':
      return { ...base, kind: 'die', exitCode: Number(attributes['exitCode'] ?? attributes['containerExitCode'] ?? 0) };
    case 'destroy':
    case 'remove':
      return { ...base, kind: 'destroy' };
    default:
      return { ...base, kind: 'other' };
  }
}
