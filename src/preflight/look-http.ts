import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Sight, missing } from './sight.ts';

export interface HttpLimits {
  connectMs: number;
  answerMs: number;
}

/** One GET; any status of 2xx and 3xx will do, a redirection is not followed. */
export async function lookHttp(address: string, { connectMs, answerMs }: HttpLimits): Promise<Sight> {
  const url = new URL(address);
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    const options = { agent: false, headers: { 'user-agent': 'portside-preflight', accept: '*/*' }, autoSelectFamilyAttemptTimeout: 1000 };
    const asked = request(url, options, (response) => void judge(response).then(finish));
    const timers = [late(asked, connectMs, () => asked.socket?.connecting !== false), late(asked, answerMs, () => true)];
    asked.on('error', (error) => finish(missing(error, { host: url.hostname })));
    asked.end();
    function finish(sight: Sight) {
      for (const timer of timers) clearTimeout(timer);
      resolve(sight);
      asked.destroy();
    }
  });
}

function late(asked: ClientRequest, ms: number, isLate: () => boolean): NodeJS.Timeout {
  return setTimeout(() => {
    if (isLate()) asked.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
  }, ms);
}

async function judge(response: IncomingMessage): Promise<Sight> {
  const { statusCode: status = 0, statusMessage = '' } = response;
  if (status >= 200 && status < 400) return { ready: true, detail: `status ${status}` };
  const line = await firstLine(response);
  const detail = `unhealthy: status ${`${status} ${statusMessage}`.trim()}${line ? `: ${line}` : ''}`;
  return { ready: false, reason: 'unhealthy', detail, hint: 'it is there; its own log should say what it lacks' };
}

const longestLine = 200;

/** Of what comes before the time is over. */
async function firstLine(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk;
      if (text.trimStart().includes('\n') || text.length > 4096) break;
    }
  } catch {
    // What has come is said.
  }
  const [line = ''] = text.trimStart().split(/\r?\n/);
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line.trimEnd();
}
