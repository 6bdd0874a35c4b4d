import { type Engine, EngineError } from '../../engine/interface.ts';
import type { Held, Holder } from '../model/held.ts';

/** A database may have much to write before it stands still. */
const commandMs = 10 * 60_000;

/** Makes everybody stand still, one after the other. Throws EngineError where somebody does not. */
export async function holdAll(holders: Holder[], engine: Engine, tell: (words: string) => void): Promise<void> {
  for (const { service, containers, quiesce } of holders) {
    tell(quiesce ? `quiesce ${service}` : `stop ${service}`);
    await Promise.all(containers.map((id) => (quiesce ? inside(engine, id, { service, command: quiesce }) : engine.stopContainer(id))));
  }
}

/** Lets everybody run again, in the opposite order; one that does not keeps nobody else. Resolves to what went wrong. */
export async function releaseAll(held: Held[], engine: Engine, tell: (words: string) => void): Promise<string[]> {
  const problems: string[] = [];
  for (const one of held.toReversed()) {
    if (one.by === 'stop' || one.resume) tell(one.by === 'stop' ? `start ${one.service} again` : `resume ${one.service}`);
    for (const id of one.containers) {
      try {
        await release(one, id, engine);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        problems.push(`${one.service}: ${error.message}`);
      }
    }
  }
  return problems;
}

/** One that was removed since, or that does not run and was only quiesced, needs nothing. */
async function release({ service, by, resume }: Held, id: string, engine: Engine): Promise<void> {
  const container = await engine.inspectContainer(id);
  if (!container) return;
  if (by === 'stop') return engine.startContainer(id);
  if (resume && container.state === 'running') await inside(engine, id, { service, command: resume });
}

async function inside(engine: Engine, id: string, { service, command }: { service: string; command: string[] }): Promise<void> {
  const { exitCode, output } = await engine.exec(id, command, commandMs);
  if (exitCode === 0) return;
  const said = output.trim().split('\n').slice(-3).join(' ');
  throw new EngineError('other', `\`${command.join(' ')}\` in ${service} ended with exit code ${exitCode}${said ? `: ${said}` : ''}`);
}
