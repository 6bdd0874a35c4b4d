import type { DockerfileFacts, Instruction } from '../model/dockerfile.ts';
import type { Finding } from '../model/finding.ts';
import { located } from './located.ts';
import type { CheckInput } from './rule.ts';

/** A Dockerfile with the first service that builds it. */
export interface Built {
  service: string;
  facts: DockerfileFacts;
  /** Where a line of it stands, as a part of a finding. */
  line(line: number | undefined): Pick<Finding, 'at'>;
}

/** Each Dockerfile once, however many services build it; those that only a foreign frontend can read are left out. */
export function dockerfilesOf({ surroundings, draft }: CheckInput): Built[] {
  const seen = new Set<string>();
  return Object.entries(surroundings.dockerfiles).flatMap(([service, facts]) => {
    const key = JSON.stringify([facts.inline ? service : facts.file, facts.context, facts.target]);
    if (seen.has(key) || facts.foreignSyntax) return [];
    seen.add(key);
    const line = (number: number | undefined): Pick<Finding, 'at'> =>
      facts.inline
        ? located(draft, ['services', service, 'build', 'dockerfile_inline'])
        : { at: { file: facts.file, ...(number === undefined ? {} : { line: number }) } };
    return [{ service, facts, line }];
  });
}

/** The last instruction of that keyword in the stage that is built, or in those it begins with. */
export function lastOf(chain: Instruction[], keyword: string): Instruction | undefined {
  return chain.findLast((instruction) => instruction.keyword === keyword);
}

/** Whether its stage is a part of what is built. */
export function isBuilt({ stages }: DockerfileFacts, { stage }: Pick<Instruction, 'stage'>): boolean {
  return stage === undefined || stages[stage]?.needed === true;
}
