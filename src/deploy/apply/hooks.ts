import { type Engine, EngineError } from '../../engine/interface.ts';
import { asSeenInside, type ComposeHook, withoutEscapes } from '../model/compose-file.ts';

/** Compose lets a hook take as long as it likes; one that takes longer than this hangs. */
export const longestHookMs = 10 * 60_000;

/** Runs a service's hooks inside a running container, one after the other. Throws EngineError at the first that fails. */
export async function runHooks(
  id: string,
  { service, kind, hooks }: { service: string; kind: 'post_start' | 'pre_stop'; hooks: ComposeHook[] },
  engine: Engine,
): Promise<void> {
  for (const hook of hooks) {
    const command = [hook.command ?? []].flat().map(withoutEscapes);
    const { exitCode, output } = await engine.exec(id, command, longestHookMs, howOf(hook));
    if (exitCode === 0) continue;
    const last = output.trimEnd().split('\n').at(-1);
    const saying = last ? `: ${last}` : '';
    throw new EngineError('other', `${service}'s ${kind} hook \`${command.join(' ')}\` exited with status ${exitCode}${saying}`);
  }
}

function howOf({ user, privileged, working_dir: workdir, environment }: ComposeHook): Parameters<Engine['exec']>[3] {
  const values = Object.entries(asSeenInside(environment)).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return {
    ...(user && { user: withoutEscapes(user) }),
    ...(privileged && { privileged }),
    ...(workdir && { workdir: withoutEscapes(workdir) }),
    ...(values.length > 0 && { environment: Object.fromEntries(values) as Record<string, string> }),
  };
}
