import type { InstanceView } from '../contract/instance.ts';
import { nearest } from '../contract/nearest.ts';
import type { Endpoint } from '../contract/record.ts';
import { mainEndpoint } from './main-endpoint.ts';
import { json } from './print/document.ts';
import { recogniseInstance } from './recognise.ts';
import { tellHalfway } from './tell-halfway.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

/** `[INSTANCE] [NAME]` → one URL. */
export async function url(words: readonly string[], call: Call): Promise<number> {
  const { world, flags } = call;
  const app = await world.openApp();
  const [first, second] = words;
  const { instance, rest } =
    first !== undefined && second !== undefined
      ? { instance: await app.select(first), rest: [second] }
      : await recogniseInstance(app, words);
  tellHalfway(instance, call);
  const endpoint = chooseEndpoint(instance, rest[0]);
  world.stdout.write(flags.json ? json(endpoint) : `${endpoint.url}\n`);
  return 0;
}

function chooseEndpoint({ project, instance, endpoints }: InstanceView, name: string | undefined): Endpoint {
  const names = endpoints.map((endpoint) => endpoint.name);
  const chosen = name === undefined ? mainEndpoint(endpoints) : endpoints.find((endpoint) => endpoint.name === name);
  if (chosen) return chosen;
  if (endpoints.length === 0)
    throw usageError(`${project}/${instance} has no endpoint: it publishes no port, or it does not run`, 'portside ps shows its state');
  const near = name === undefined ? undefined : nearest(name, names);
  throw usageError(
    `${project}/${instance} has no endpoint called ${name}`,
    `${near ? `did you mean ${near}? ` : ''}it has ${names.join(', ')}`,
  );
}
