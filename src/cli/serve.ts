import { type Role, type Serving, roles } from '../contract/serve.ts';
import { columns } from './print/columns.ts';
import { json } from './print/document.ts';
import { untilAborted } from './until-aborted.ts';
import { usageError } from './usage-error.ts';
import type { Call } from './world.ts';

/** Serves until Ctrl-C or TERM, then ends in good order. */
export async function serve({ roles: wanted }: { roles: string[] }, { world, flags }: Call): Promise<number> {
  const unknown = wanted.filter((role) => !roles.includes(role as Role));
  if (unknown.length > 0 || wanted.length === 0)
    throw usageError(unknown.length > 0 ? `there is no role ${unknown.join(', ')}` : 'no role was named', `there are: ${roles.join(', ')}`);
  const impatient = Promise.withResolvers<void>();
  const signal = world.interruptible(impatient.resolve);
  const serving = await Promise.race([world.serve(), untilAborted(signal)]);
  if (!serving) return 0;
  if (flags.json) world.stdout.write(json({ endpoints: serving.endpoints, token_file: serving.tokenFile ?? null }));
  // In a container's log nobody would type it.
  else if (!flags.quiet && world.stderr.isTTY) world.stderr.write(greeting(serving));
  await untilAborted(signal);
  // Who asks a second time does not wait.
  await Promise.race([serving.close(), impatient.promise]);
  serving.kill();
  return 0;
}

function greeting({ endpoints, tokenFile, asksForToken }: Serving): string {
  const token = tokenFile ? `$(cat ${tokenFile})` : '$EXECUTOR_TOKEN';
  const [api, websocket] = endpoints.map(({ url }) => url);
  const header = asksForToken ? ` -H "Authorization: Bearer ${token}"` : '';
  const query = asksForToken ? `?token=${token}` : '';
  const lines = [
    ...columns(endpoints.map(({ name, url }) => [`  ${name}`, url])),
    '',
    'Try it:',
    `  curl${header} -d '{"tasks":["echo hello"]}' ${api}/execute`,
    `  npx wscat -c "${websocket}${query}"`,
    '',
    'Ctrl-C ends it.',
    '',
  ];
  return lines.join('\n');
}
