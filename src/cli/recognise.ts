import type { App } from '../contract/app.ts';
import type { InstanceView } from '../contract/instance.ts';

/** `[INSTANCE] rest…`: the first word is an instance where it names one; else the default instance is meant. */
export async function recogniseInstance(app: App, words: readonly string[]): Promise<{ instance: InstanceView; rest: string[] }> {
  const [first, ...rest] = words;
  if (first !== undefined && (isPath(first) || (await isInstance(app, first)))) return { instance: await app.select(first), rest };
  return { instance: await app.select(), rest: [...words] };
}

/** `project/instance` and folders have a slash; services and endpoints never do. */
function isPath(word: string): boolean {
  return word.includes('/') || word === '.' || word === '..';
}

async function isInstance(app: App, word: string): Promise<boolean> {
  return (await app.list()).some(({ instance, compose_name: composeName }) => word === instance || word === composeName);
}
