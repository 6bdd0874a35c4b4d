import type { UserError } from '../../contract/user-error.ts';
import { portsCanBeLeased } from '../check/before-rules.ts';
import type { Draft } from '../model/draft.ts';
import type { Finding } from '../model/finding.ts';

/** Ports that cannot be had, as a rule would tell it. */
export function noPortsLeft({ code, message, hint, service }: UserError, draft: Draft): Finding {
  const { id: rule, why, cause } = portsCanBeLeased;
  const asked = draft.requests.find((request) => request.service === service) ?? draft.requests[0];
  const at = draft.sources.locate(draft.settings.range ? ['x-portside', 'range'] : ['services', asked?.service ?? '', 'ports']);
  return {
    ...{ rule, why, severity: 'error', message, cause: code === 'no-free-port' ? cause : 'port-taken' },
    ...(asked ? { service: asked.service } : {}),
    ...(at ? { at } : {}),
    ...(hint ? { fix: hint } : {}),
  };
}
