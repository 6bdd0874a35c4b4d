/** Old and new containers of a rolling service lie in different slots; one of the two is live. */
export type Slot = 'a' | 'b';

export function otherSlot(slot: Slot): Slot {
  return slot === 'a' ? 'b' : 'a';
}

/** The network alias of a rolling service's containers in one slot; a server's configuration has a variable in its place. */
export function slotAlias(service: string, slot: Slot | `$${string}` | `{${string}}`): string {
  return `${service}.${slot}.portside`;
}

/** What `portside.slot` of a container says; undefined where it stands in none. */
export function slotOf(labelled: string | undefined): Slot | undefined {
  return labelled === 'a' || labelled === 'b' ? labelled : undefined;
}
