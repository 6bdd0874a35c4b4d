import type { ComposeFile } from '../model/compose-file.ts';

/** Stands for INSTANCE_ID in the draft, so that the names that carry it show. */
export const instanceMark = 'portside-instance-id';

/** service → the container name that its file gives it, where that name is the instance's own. */
export function givenNames(draft: ComposeFile, model: ComposeFile): Record<string, string> {
  const own = Object.entries(model.services).flatMap(([service, { container_name: name }]) =>
    name && draft.services[service]?.container_name?.includes(instanceMark) ? [[service, name]] : [],
  );
  return Object.fromEntries(own);
}

/** Networks and volumes whose fixed name carries INSTANCE_ID: no other copy will want it. */
export function ownNames(draft: ComposeFile): { networks: string[]; volumes: string[] } {
  const carrying = (group: Record<string, { name?: string } | null> | undefined) =>
    Object.entries(group ?? {}).flatMap(([key, definition]) => (definition?.name?.includes(instanceMark) ? [key] : []));
  return { networks: carrying(draft.networks), volumes: carrying(draft.volumes) };
}
