const patienceMs = 5000;

/** Whether this very copy of examples/hello answers there: on a port that two were given, only one of them does. */
export async function answersAs(instance: string, port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(patienceMs) });
    const body = (await response.json()) as { instance?: unknown };
    return response.status === 200 && body.instance === instance;
  } catch {
    return false;
  }
}
