import { UserError } from '../../contract/user-error.ts';
import { EngineError } from '../../engine/interface.ts';

/** What ledger or engine say where something cannot be done, as on a full disk: no reason to leave the rest undone. Throws bugs of ours. */
export async function refusal(write: () => Promise<unknown>): Promise<string[]> {
  try {
    await write();
    return [];
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof EngineError)) throw error;
    return [error.message];
  }
}
