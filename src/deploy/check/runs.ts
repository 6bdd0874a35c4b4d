import type { Finding } from '../model/finding.ts';
import type { Repair } from '../model/repair.ts';
import type { Run, RunFile } from '../model/run.ts';
import { located } from './located.ts';
import { chainOf } from '../model/dockerfile.ts';
import { lastOf } from './dockerfiles.ts';
import type { CheckInput } from './rule.ts';

/** Each service with what its container will run, where that is known. */
export function runsOf({ surroundings, stack }: CheckInput): { service: string; run: Run }[] {
  return Object.keys(stack.compose.services).flatMap((service) => {
    const run = surroundings.runs[service];
    return run ? [{ service, run }] : [];
  });
}

/** Where the first word of what runs is written: in the Compose file, or in the Dockerfile. */
export function saidAt(input: CheckInput, service: string, what: 'entrypoint' | 'command' | 'healthcheck'): Pick<Finding, 'at'> {
  const from = input.surroundings.runs[service]?.from[what];
  if (from === 'compose') return located(input.draft, ['services', service, what]);
  const instruction = instructionOf(input, service, { entrypoint: 'ENTRYPOINT', command: 'CMD', healthcheck: 'HEALTHCHECK' }[what]);
  const facts = input.surroundings.dockerfiles[service];
  if (instruction && facts && !facts.inline) return { at: { file: facts.file, line: instruction.line } };
  return located(input.draft, ['services', service]);
}

/** The Dockerfile's instruction that says it, where there is one. */
export function instructionOf({ surroundings }: CheckInput, service: string, keyword: string) {
  const facts = surroundings.dockerfiles[service];
  return facts && lastOf(chainOf(facts, facts.target), keyword);
}

/** Whether entrypoint or command holds the first word that runs. */
export function saidBy({ entrypoint }: Run): 'entrypoint' | 'command' {
  return entrypoint.length > 0 ? 'entrypoint' : 'command';
}

/** The project's own file that a mount or a COPY brings, if it is in the project. */
export function ownFile({ host }: RunFile, { stack, surroundings }: CheckInput): string | undefined {
  if (host === undefined) return undefined;
  const folders = [stack.project.directory, ...Object.values(surroundings.dockerfiles).map(({ context }) => context)];
  return folders.some((folder) => host.startsWith(`${folder}/`)) ? host : undefined;
}

/** A change of a word in the instruction that says it, where it stands in one line of a Dockerfile just once. */
export function dockerfileRepair(input: CheckInput, service: string, keyword: string, from: string, to: string): { repair?: Repair } {
  const facts = input.surroundings.dockerfiles[service];
  const instruction = instructionOf(input, service, keyword);
  if (!facts || facts.inline || !instruction) return {};
  const lines = facts.text.split('\n').slice(instruction.line - 1, instruction.lastLine);
  const holding = lines.flatMap((text, index) => (text.split(from).length === 2 ? [instruction.line + index] : []));
  const [line] = holding;
  return line !== undefined && holding.length === 1 ? { repair: [{ edit: 'replace', file: facts.file, line, from, to }] } : {};
}
