import { nearest } from '../contract/nearest.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import type { ComposeFile } from './model/compose-file.ts';
import type { Stack } from './model/stack.ts';
import type { PlanFiles } from './plan-files.ts';
import { needsOf } from './plan/needs.ts';

/** The stack with only the services that were asked for, and all that they need. Throws UserError (exit 2) for an unknown one. */
export function narrow(stack: Stack, only: string[] | undefined): Stack {
  if (!only || only.length === 0) return stack;
  const { services } = stack.compose;
  for (const service of only) if (!services[service]) throw unknownService(service, Object.keys(services));
  const wanted = new Set<string>();
  const add = (service: string): void => {
    const definition = services[service];
    if (!definition || wanted.has(service)) return;
    wanted.add(service);
    for (const need of needsOf(definition, stack.compose)) add(need.service);
  };
  for (const service of only) add(service);
  const entries = Object.entries(services);
  return {
    ...stack,
    compose: { ...stack.compose, services: Object.fromEntries(entries.filter(([service]) => wanted.has(service))) },
    leftAlone: entries.map(([service]) => service).filter((service) => !wanted.has(service)),
    settings: {
      ...stack.settings,
      ...(stack.settings.verify ? { verify: stack.settings.verify.filter((probe) => wanted.has(probe.service)) } : {}),
    },
  };
}

/** The plan's file with the services that are left alone as the plan before had them: what an undo may have to go back to. */
export async function withLeftAlone(
  planned: ComposeFile,
  { leftAlone }: Stack,
  previousFile: string | undefined,
  files: PlanFiles,
): Promise<ComposeFile> {
  const previous = leftAlone.length > 0 && previousFile ? await files.read(previousFile) : undefined;
  if (!previous) return planned;
  const kept = Object.entries(previous.services).filter(([service]) => leftAlone.includes(service));
  return {
    ...planned,
    services: { ...Object.fromEntries(kept), ...planned.services },
    networks: { ...previous.networks, ...planned.networks },
    volumes: { ...previous.volumes, ...planned.volumes },
  };
}

function unknownService(service: string, known: string[]): UserError {
  const meant = nearest(service, known);
  return new UserError({
    code: 'unknown-service',
    exit: exitCode.usage,
    message: `--only ${service}: the Compose file has no such service`,
    hint: meant ? `did you mean ${meant}?` : `there are: ${known.join(', ')}`,
  });
}
