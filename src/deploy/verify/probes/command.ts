import { type Engine, EngineError } from '../../../engine/interface.ts';
import type { Sight } from './look.ts';

/** One command inside the container: passed when it exits 0. */
export async function lookCommand(engine: Engine, containerId: string, run: string[], timeoutMs: number): Promise<Sight> {
  try {
    const { exitCode, output } = await engine.exec(containerId, run, timeoutMs);
    const said = output.trim().split('\n').at(-1)?.slice(0, 200);
    return { passed: exitCode === 0, detail: `exit code ${exitCode}${said ? `: ${said}` : ''}` };
  } catch (error) {
    if (error instanceof EngineError) return { passed: false, detail: error.message };
    throw error;
  }
}
