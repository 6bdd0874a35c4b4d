import type { DeployTools } from '../deploy/tools.ts';
import type { Kept } from '../ledger/kept.ts';

/** What an execution is looked at with. */
export type AuditTools = Pick<
  DeployTools,
  | 'connect'
  | 'leases'
  | 'instances'
  | 'journal'
  | 'history'
  | 'revisions'
  | 'generated'
  | 'clock'
  | 'environment'
  | 'currentDirectory'
  | 'home'
> & { kept: Kept; userHome: string };
