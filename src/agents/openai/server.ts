import type { Missing } from '../backend.ts';
import { bodyText, exchange, networkCode } from '../../system/http-exchange.ts';

/** Where a server is, by what is said and what is set; undefined where nobody says. */
export function serverOf({ url, environment }: { url?: string; environment: Record<string, string | undefined> }): URL | undefined {
  const { OPENAI_BASE_URL: own, OPENAI_API_BASE: older, LLAMA_CPP_HOST: host, LLAMA_CPP_PORT: port = '8080' } = environment;
  const written = url || own || older || (host ? `http://${host}:${port}` : undefined);
  if (written === undefined || !URL.canParse(written)) return undefined;
  const server = new URL(written);
  const path = server.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  server.pathname = path === '' ? '/v1' : path;
  return server;
}

/** Below the server's own path. */
export function below(server: URL, name: string): URL {
  const url = new URL(server);
  url.pathname = `${server.pathname}/${name}`;
  return url;
}

/** The first model that the server names, or what keeps it from being asked. */
export async function firstModel(
  server: URL,
  key: string | undefined,
  signal: AbortSignal,
): Promise<{ model: string | undefined } | (Missing & { isRefused: boolean })> {
  try {
    const { status, body } = await exchange(below(server, 'models'), {
      method: 'GET',
      headers: key ? { authorization: `Bearer ${key}` } : {},
      signal,
    });
    const text = await bodyText(body, 1024 * 1024);
    if (status === 401 || status === 403) {
      return {
        what: `${server.host} does not let us in (${status})`,
        mend: 'Set OPENAI_API_KEY to a key that it accepts, and pass it with --pass OPENAI_API_KEY.',
        isRefused: true,
      };
    }
    return { model: status === 200 ? firstId(text) : undefined };
  } catch (error) {
    const code = signal.aborted ? 'no answer' : networkCode(error);
    if (code === undefined) throw error;
    return { what: `no server at ${server.origin} (${code})`, mend: 'Start it, or name another with --url.', isRefused: false };
  }
}

function firstId(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const data = typeof json === 'object' && json !== null && 'data' in json && Array.isArray(json.data) ? (json.data as unknown[]) : [];
    const [first] = data;
    return typeof first === 'object' && first !== null && 'id' in first && typeof first.id === 'string' ? first.id : undefined;
  } catch {
    return undefined;
  }
}
