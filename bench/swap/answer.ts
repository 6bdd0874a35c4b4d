import { get, type Agent } from 'node:http';

/** What the service of bench/fixtures/swap says. */
export const rightAnswer = /^ok (\d+)\n$/;

const patienceMs = 10_000;

/** One request to its end: the version that answered. Throws where anything else came, or nothing. Without an agent the connection is a new one. */
export function ask(url: string, agent: Agent | false = false): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: patienceMs }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('error', reject);
      response.on('end', () => {
        const version = rightAnswer.exec(text)?.[1];
        if (response.statusCode === 200 && version !== undefined) resolve(Number(version));
        else reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 100)}`));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${url} did not answer within ${patienceMs} ms`)));
    request.on('error', reject);
  });
}
