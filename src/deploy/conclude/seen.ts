import type { Endpoint, ServiceReport } from '../../contract/record.ts';
import type { Attempted } from '../attempted.ts';
import type { Deployment } from '../deployment.ts';
import { reportServices } from '../record/services.ts';
import { endpointsOf } from '../verify/endpoints.ts';

/** The containers that count now; what was replaced is not among them. */
export function servicesSeen({ watch, plan }: Attempted): ServiceReport[] {
  return watch && plan ? reportServices(Object.keys(plan.compose.services), watch.current) : [];
}

/** Those of services that were left alone stay what they were. */
export async function endpointsSeen(
  { groundwork, claimed, execution }: Deployment,
  { ending, stack, plan }: Attempted,
): Promise<Endpoint[]> {
  if (ending !== 'verified' || !stack || !plan) return [];
  const looked = stack.leases.filter(({ service }) => !stack.leftAlone.includes(service));
  const others = claimed.registered.endpoints.filter(({ service }) => stack.leftAlone.includes(service));
  const seen = await endpointsOf(looked, plan.probes, stack.settings, groundwork.connection.facts.host);
  // They are registered as they are here, and `ps` shows them.
  return [...seen.map((endpoint) => ({ ...endpoint, url: execution.redactor.text(endpoint.url) })), ...others];
}
