import type { Deployment } from '../deployment.ts';
import type { Lease } from '../model/port.ts';
import type { Stack } from '../model/stack.ts';

/** The leases that the instance keeps: those of services that were left alone stay what they were. */
export function leasesNow({ leasesBefore }: Deployment, stack: Stack | undefined): Lease[] {
  const leftAlone = stack?.leftAlone ?? [];
  const looked = stack?.leases.filter(({ service }) => !leftAlone.includes(service)) ?? [];
  return [...looked, ...leasesBefore.filter(({ service }) => leftAlone.includes(service))];
}
