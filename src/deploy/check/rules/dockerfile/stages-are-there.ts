import { nearest } from '../../../../contract/nearest.ts';
import type { DockerfileFacts } from '../../../model/dockerfile.ts';
import { type Built, dockerfilesOf, isBuilt } from '../../dockerfiles.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** `target`, and `--from` of COPY, name stages that the Dockerfile has. */
export const stagesAreThere: Rule = {
  id: 'stages-are-there',
  why: 'The builder stops at a stage that it does not find.',
  cause: 'dockerfile-syntax',
  look: (input) => [...dockerfilesOf(input).flatMap((built) => fromNowhere(built, input)), ...missingTargets(input)],
};

function missingTargets({ surroundings, draft }: CheckInput): Found[] {
  return Object.entries(surroundings.dockerfiles).flatMap(([service, { wantedTarget, target, stages, foreignSyntax }]) => {
    if (wantedTarget === undefined || target !== undefined || stages.length === 0 || foreignSyntax) return [];
    const path = ['services', service, 'build', 'target'];
    const names = stages.flatMap(({ name }) => name ?? []);
    const meant = meantName(wantedTarget, names);
    return [
      {
        severity: 'error',
        service,
        message: `${service} cannot be built: its Dockerfile has no stage ${wantedTarget}${names.length > 0 ? `, only ${names.join(', ')}` : ''}`,
        ...located(draft, path),
        ...(meant
          ? { fix: `target: ${meant}`, repair: [{ edit: 'set' as const, path, value: meant }] }
          : { fix: 'name one of its stages, or none' }),
      },
    ];
  });
}

/** A shorter or longer form of the same word, such as `prod` for `production`, or a slip of the fingers. */
function meantName(wanted: string, names: string[]): string | undefined {
  const related = names.filter((name) => name.startsWith(wanted) || wanted.startsWith(name));
  return related.length === 1 ? related[0] : nearest(wanted, names);
}

function fromNowhere({ service, facts, line }: Built, { draft }: CheckInput): Found[] {
  const contexts = Object.keys(Object(draft.model.services[service]?.build?.['additional_contexts']) as object);
  return facts.instructions.flatMap((instruction): Found[] => {
    const { flags, keyword, stage = 0 } = instruction;
    const { from } = flags;
    if (keyword !== 'COPY' || !from || from.includes('$') || contexts.includes(from) || !isBuilt(facts, instruction)) return [];
    if (/^\d+$/.test(from)) {
      if (Number(from) < stage) return [];
      const message = `${service} cannot be built: COPY --from=${from} means a stage that is not before it`;
      return [{ severity: 'error', service, message, ...line(instruction.line), fix: 'name an earlier stage' }];
    }
    const meant = isEarlierStage(facts, from, stage) ? undefined : slipOf(from, facts, stage);
    if (!meant) return [];
    return [
      {
        severity: 'warning',
        service,
        message: `COPY --from=${from} asks for an image called ${from}: no earlier stage has that name`,
        ...line(instruction.line),
        fix: `--from=${meant}, if the stage is meant`,
      },
    ];
  });
}

function isEarlierStage({ stages }: DockerfileFacts, from: string, before: number): boolean {
  return stages.some(({ name, index }) => index < before && name?.toLowerCase() === from.toLowerCase());
}

/** Something like an image's name, with a registry or tag, is one. */
function slipOf(from: string, { stages }: DockerfileFacts, before: number): string | undefined {
  return /[/:.@]/.test(from)
    ? undefined
    : nearest(
        from,
        stages.slice(0, before).flatMap(({ name }) => name ?? []),
      );
}
