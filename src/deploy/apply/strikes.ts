import { UserError } from '../../contract/user-error.ts';

/**
 * Strikes off what was taken back. A journal that cannot be written, on a full disk or while somebody else has it, keeps nobody from running again: from
 * its first refusal on, all that is to be struck off waits until the rest is taken back.
 */
export function strikes({ strike }: { strike: (seq: number) => Promise<void> }) {
  const late: { seq: number; description: string }[] = [];
  return {
    async strike(seq: number, description: string): Promise<void> {
      if (late.length > 0 || (await refusal(seq)) !== undefined) late.push({ seq, description });
    },
    /** Tries once more. Resolves to what is taken back, and is not written down as that. */
    async rest(): Promise<string[]> {
      const problems: string[] = [];
      let refused: string | undefined;
      for (const { seq, description } of late) {
        refused ??= await refusal(seq);
        if (refused !== undefined) problems.push(`${description}: it is done, but that could not be written down: ${refused}`);
      }
      return problems;
    },
  };

  async function refusal(seq: number): Promise<string | undefined> {
    try {
      await strike(seq);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.message;
    }
  }
}
