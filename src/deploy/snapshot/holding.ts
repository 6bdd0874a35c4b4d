import { type Engine, EngineError } from '../../engine/interface.ts';
import { startContainer } from '../apply/start-container.ts';
import { stopContainer, stopDespiteHooks } from '../apply/stop-container.ts';
import type { Held, Holder } from '../model/held.ts';
import type { VersionHeld } from './version-held.ts';

/** A database may have much to write before it stands still. */
const commandMs = 10 * 60_000;

/** What people are held and let go with. */
export interface Holding {
  engine: Engine;
  /** Of the containers that are held. */
  version: () => Promise<VersionHeld>;
  tell: (words: string) => void;
}

/** Makes everybody stand still, one after the other, with its pre_stop hooks. Throws EngineError where somebody does not. */
export async function holdAll(holders: Holder[], { engine, version, tell }: Holding): Promise<void> {
  const { file } = await version();
  for (const { service, containers, quiesce } of holders) {
    tell(quiesce ? `quiesce ${service}` : `stop ${service}`);
    const hold = (id: string) =>
      quiesce ? inside(engine, id, { service, command: quiesce }) : stopContainer(id, file.services[service] ?? {}, engine);
    await Promise.all(containers.map(hold));
  }
}

/** Stops everybody whose data has to be made whole: a hook that fails must not keep it half. Throws EngineError where somebody cannot be stopped. */
export async function stopAll(holders: Holder[], { engine, version, tell }: Holding): Promise<void> {
  const { file } = await version();
  for (const { service, containers } of holders) {
    tell(`stop ${service}`);
    const failed = await Promise.all(containers.map((id) => stopDespiteHooks(id, file.services[service] ?? {}, engine)));
    for (const error of failed) if (error) tell(`${error.message}: it was stopped all the same`);
  }
}

/** Lets everybody run again, in the opposite order, with its post_start hooks; one that does not keeps nobody else. Resolves to what went wrong. */
export async function releaseAll(held: Held[], { engine, version, tell }: Holding): Promise<string[]> {
  const problems: string[] = [];
  const known = await version();
  for (const one of held.toReversed()) {
    if (one.by === 'stop' || one.resume) tell(one.by === 'stop' ? `start ${one.service} again` : `resume ${one.service}`);
    for (const id of one.containers) {
      try {
        await release(one, id, { engine, known });
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        problems.push(`${one.service}: ${error.message}`);
      }
    }
  }
  return problems;
}

/** One that was removed since, or that does not run and was only quiesced, needs nothing. */
async function release(
  { service, by, resume }: Held,
  id: string,
  { engine, known }: { engine: Engine; known: VersionHeld },
): Promise<void> {
  const container = await engine.inspectContainer(id);
  if (!container) return;
  if (by === 'stop') return startContainer(id, { service, ...known }, engine);
  if (resume && container.state === 'running') await inside(engine, id, { service, command: resume });
}

async function inside(engine: Engine, id: string, { service, command }: { service: string; command: string[] }): Promise<void> {
  const { exitCode, output } = await engine.exec(id, command, commandMs);
  if (exitCode === 0) return;
  const said = output.trim().split('\n').slice(-3).join(' ');
  throw new EngineError('other', `\`${command.join(' ')}\` in ${service} ended with exit code ${exitCode}${said ? `: ${said}` : ''}`);
}
