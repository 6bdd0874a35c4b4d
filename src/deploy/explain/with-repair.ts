import type { Repairing } from '../../contract/check.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Diagnosed } from '../../diagnose/candidate.ts';
import type { Evidence } from '../../diagnose/evidence.ts';
import type { Redactor } from '../../redaction/redact.ts';
import { prepareRepairs, repairingOf } from '../examine/repairing.ts';
import type { DeployTools } from '../tools.ts';

/** A diagnosis with the diff of what mends it, on the project's files as they are now, and what writes that. */
export async function withRepair(
  { repair, ...diagnosis }: Diagnosed,
  { project, directory }: Evidence,
  tools: DeployTools,
  redactor: Redactor,
): Promise<{ diagnosis: Diagnosis; repair?: Repairing }> {
  if (!repair || !project) return { diagnosis };
  const found = { directory, ...project };
  const prepared = await prepareRepairs(found, [repair], tools.environment);
  const repairing = repairingOf(prepared, { found, accepted: true }, tools, redactor);
  if (!repairing) return { diagnosis };
  return { diagnosis: { ...diagnosis, repairable: true, patch: repairing.patch }, repair: repairing };
}
