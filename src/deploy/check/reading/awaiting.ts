import type { ComposeDependency } from '../../model/compose-file.ts';
import type { Stack } from '../../model/stack.ts';

/** The services that wait for this one in this way, and cannot do without. */
export function awaiting(service: string, { compose }: Stack, condition: ComposeDependency['condition']): string[] {
  return Object.entries(compose.services).flatMap(([user, { depends_on: needs }]) => {
    const need = needs?.[service];
    return need?.condition === condition && need.required !== false ? [user] : [];
  });
}
