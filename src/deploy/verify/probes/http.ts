import type { IncomingMessage, RequestOptions } from 'node:http';
import { isDeepStrictEqual } from 'node:util';

import type { Probe } from '../../model/probe.ts';
import { type Address, type Sight, connectionProblem } from './look.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

/** One GET. A certificate is not judged here: inside a development stack it is its own. */
export async function lookHttp(probe: HttpProbe, { host, port }: Address, timeoutMs: number): Promise<Sight> {
  const { request } = probe.tls ? await import('node:https') : await import('node:http');
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    host,
    port,
    path: probe.path,
    agent: false,
    timeout: timeoutMs,
    headers: { host: `localhost:${port}`, 'user-agent': 'portside' },
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    const asked = request(options, (response) => void readAnswer(probe, response).then(resolve));
    asked.on('timeout', () => asked.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })));
    asked.on('error', (error) => resolve({ passed: false, detail: connectionProblem(error) }));
    asked.end();
  });
}

async function readAnswer(probe: HttpProbe, response: IncomingMessage): Promise<Sight> {
  const status = response.statusCode ?? 0;
  const right = probe.accept === 'any' || (probe.accept === 'success' ? status < 400 : status === probe.accept);
  if (!right) {
    response.destroy();
    return { passed: false, detail: `status ${status}${typeof probe.accept === 'number' ? `, ${probe.accept} was asked for` : ''}` };
  }
  if (probe.body === undefined && probe.json === undefined) {
    response.destroy();
    return { passed: true, detail: `status ${status}` };
  }
  const text = await readText(response);
  const missing = missingFrom(probe, text);
  return { passed: missing === undefined, detail: `status ${status}${missing ? `, but ${missing}` : ' and the content asked for'}` };
}

const longestAnswer = 1024 * 1024;

async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk;
      if (text.length > longestAnswer) break;
    }
  } catch {
    return text;
  }
  return text;
}

function missingFrom(probe: HttpProbe, text: string): string | undefined {
  if (probe.body !== undefined && !text.includes(probe.body)) return `the body lacks ${JSON.stringify(probe.body)}`;
  for (const [key, wanted] of Object.entries(probe.json ?? {})) {
    if (!isDeepStrictEqual(valueAt(text, key), wanted)) return `json ${key} is not ${JSON.stringify(wanted)}`;
  }
  return undefined;
}

function valueAt(text: string, key: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
