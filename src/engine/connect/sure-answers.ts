import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type Dockerode from 'dockerode';
import { EngineError } from '../interface.ts';

/** How long an engine may think about a question, and about a change; milliseconds. */
export interface Patience {
  question: number;
  change: number;
}

/** A machine at its limits takes seconds for what is usually done in milliseconds. */
export const ordinaryPatience: Patience = { question: 60_000, change: 300_000 };

/** These take as long as what they wait for. */
const withoutLimit = /\/(?:wait|logs|events|build|stop|archive|attach)(?:\?|$)|\/exec\/[^/]+\/start|\/(?:distribution|images\/create)\b/;

/**
 * Sees to it that every request ends. dockerode takes an answer that breaks off, as when the engine is killed, for one that goes on for ever; so whole
 * answers are read here. And an engine that takes a request and says nothing is given up after a while.
 */
export function withSureAnswers(docker: Dockerode, patience: Patience): Dockerode {
  const modem = docker.modem as Modem;
  const dial = modem.dial.bind(modem);
  const ask = promisify(dial);
  modem.dial = (options, settle) => {
    answerTo(options).then((answer) => settle(undefined, answer), settle);
  };
  return docker;

  async function answerTo(options: DialOptions): Promise<unknown> {
    const limit = withoutLimit.test(options.path) ? undefined : options.method === 'GET' ? patience.question : patience.change;
    const silence = limit === undefined ? undefined : AbortSignal.timeout(limit);
    const signals = [options.abortSignal, silence].filter((signal) => signal !== undefined);
    try {
      const answer = await ask({ ...options, isStream: true, ...(signals.length > 0 && { abortSignal: AbortSignal.any(signals) }) });
      return options.isStream ? answer : await whole(answer as Readable);
    } catch (error) {
      throw silence?.aborted ? tooSilent(limit) : error;
    }
  }
}

function tooSilent(ms = 0): EngineError {
  return new EngineError('unreachable', `the engine has not answered for ${ms / 1000} s`);
}

/** JSON where it is that, else bytes, as dockerode has it. */
async function whole(answer: Readable): Promise<unknown> {
  const bytes = await buffer(answer);
  try {
    return (JSON.parse(bytes.toString('utf8')) as unknown) || bytes;
  } catch {
    return bytes;
  }
}

interface Modem {
  dial(options: DialOptions, settle: (error: unknown, answer?: unknown) => void): void;
}

interface DialOptions {
  path: string;
  method: string;
  isStream?: boolean;
  abortSignal?: AbortSignal;
}
