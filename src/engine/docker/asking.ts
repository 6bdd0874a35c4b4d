import { engineError, isAlreadyThere } from '../classify.ts';

/** The engine's answer; what it refuses is an EngineError. */
export async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw engineError(error);
  }
}

export async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  return unlessStatus([404], answer);
}

/** Undefined where the engine answers with one of these HTTP statuses. */
export async function unlessStatus<T>(statuses: number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && statuses.includes(Number(error.statusCode))) return undefined;
    throw engineError(error);
  }
}

/** Whether something was made that was not there before. */
export async function made(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    const problem = engineError(error);
    if (isAlreadyThere(problem)) return false;
    throw problem;
  }
}

export function labelFilters(labels: Record<string, string>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}
