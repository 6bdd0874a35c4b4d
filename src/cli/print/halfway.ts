import type { InstanceView } from '../../contract/instance.ts';
import type { Ink } from './ink.ts';
import { age } from './seconds.ts';

/** What is not as it will stay with an instance: a killed execution, a canary; what becomes of it, and what to type. Nothing where all is settled. */
export function halfwayLines(view: InstanceView, { now, ink }: { now: number; ink: Ink }): string[] {
  return [...unfinishedLines(view, now, ink), ...canaryLines(view, ink)];
}

function unfinishedLines({ project, instance, directory, unfinished }: InstanceView, now: number, { yellow, marks }: Ink): string[] {
  if (!unfinished) return [];
  const { action, since, execution_uuid: uuid, ending } = unfinished;
  const name = `${project}/${instance}`;
  const becomes =
    ending === 'finish'
      ? 'all of it was verified: the next up, down or doctor --fix removes what it replaced'
      : action === 'restore'
        ? `its volumes may be HALF RESTORED, and nobody is to run on them: portside restore ${name}, or the next up or doctor --fix, finishes it`
        : 'the next up, down or doctor --fix takes it back, and what ran before runs again';
  return [
    `${yellow(marks.warning)} ${name}: its ${action} was killed ${age(since, now)} ago and is unfinished (${uuid})\n`,
    `  ${becomes}\n`,
    `  portside up in ${directory} goes on from there; portside down ${name} removes all of it; portside doctor --fix does nothing else\n`,
  ];
}

function canaryLines({ project, instance, canary }: InstanceView, { yellow, marks }: Ink): string[] {
  if (!canary) return [];
  const name = `${project}/${instance}`;
  return [
    `${yellow(marks.note)} ${name}: a new ${canary.services.join(', ')} gets ${canary.share} % of the requests, beside the old (${canary.execution_uuid})\n`,
    `  portside up --promote makes it the only one; portside up --abort takes it back; portside down ${name} removes both\n`,
  ];
}
