import { Agent, get } from 'node:http';

/** Requests that come one after another, whatever becomes of those before. */
export interface Traffic {
  /** Answer → how many said so. */
  answers: Map<string, number>;
  /** Requests that were not answered with 200, and why. */
  failures: string[];
  /** Resolves once so many more are over. */
  more(count: number): Promise<void>;
  /** Sends no more, and awaits the answers that are due. */
  stop(): Promise<void>;
}

/** Every second one on a connection of its own, the others on kept ones. */
export function sendTraffic(url: string, everyMs = 20): Traffic {
  const kept = new Agent({ keepAlive: true });
  const answers = new Map<string, number>();
  const failures: string[] = [];
  const underWay = new Set<Promise<void>>();
  let [sent, over] = [0, 0];
  let look: () => void = () => undefined;
  const count = async (asked: string, agent: Agent) => {
    try {
      const answer = await ask(asked, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    } catch (error) {
      failures.push(String(error));
    }
    over += 1;
    look();
  };
  const timer = setInterval(() => {
    const one = count(url, sent++ % 2 === 0 ? kept : new Agent({ keepAlive: false }));
    underWay.add(one);
    void one.finally(() => underWay.delete(one));
  }, everyMs);
  return {
    ...{ answers, failures },
    more(further) {
      const goal = over + further;
      return new Promise((resolve) => {
        look = () => {
          if (over >= goal) resolve();
        };
        look();
      });
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      kept.destroy();
    },
  };
}

/** The text of an answer with status 200; rejects for any other, and for none within ten seconds. */
export function ask(url: string, agent?: Agent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = get(url, { ...(agent ? { agent } : {}), signal: AbortSignal.timeout(10_000) }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(`status ${response.statusCode}: ${text}`))));
    response.on('error', reject);
  });
  request.on('error', reject);
  return promise;
}
