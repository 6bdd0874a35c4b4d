import type { Edge } from '../edge/edge.ts';
import type { ContainerWatch } from '../engine/interface.ts';
import { type Deployment, verifyTools } from './deployment.ts';
import type { EdgeSpec } from './model/edge.ts';
import type { Plan } from './model/plan.ts';
import type { Lease } from './model/port.ts';
import type { Verdict } from './model/probe.ts';
import type { Stack } from './model/stack.ts';
import { verify } from './verify/verify.ts';

export interface Beside {
  deployment: Deployment;
  stack: Stack;
  plan: Plan;
  watch: ContainerWatch;
  edge: Edge;
}

/** Looks at a service's new containers as `verify` does, through the edge's listeners for the slot that is not live: nobody else meets them yet. */
export async function proveBeside(
  service: string,
  { deployment, stack, plan, watch, edge }: Beside,
  signal: AbortSignal,
): Promise<Verdict[]> {
  const leases = await stagedLeases(service, stack.edge, edge);
  const staged = new Set(leases.map(({ target }) => target));
  const mine = {
    expectations: plan.expectations.filter((one) => one.service === service),
    probes: plan.probes.filter((probe) => probe.service === service && (!('target' in probe) || staged.has(probe.target))),
  };
  return verify(mine, { ...verifyTools(deployment, leases, watch, () => undefined), signal });
}

async function stagedLeases(service: string, spec: EdgeSpec | undefined, edge: Edge): Promise<Lease[]> {
  const routes = [...(spec?.routes ?? []), ...(spec?.site ? [spec.site] : [])].filter((route) => route.service === service);
  const targets = new Map(routes.map(({ target, staging }) => [target, staging]));
  const found = [...targets].map(async ([target, staging], index): Promise<Lease[]> => {
    const address = await edge.stagingAddress(staging);
    return address ? [{ service, target, protocol: 'tcp', port: address.port, count: 1, index }] : [];
  });
  return (await Promise.all(found)).flat();
}
