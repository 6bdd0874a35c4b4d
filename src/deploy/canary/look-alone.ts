import { gatherFacts } from '../../engine/observe.ts';
import { formerVersion, servicesUp } from '../conclude/former.ts';
import { look } from '../conclude/seen-again.ts';
import type { Commitment } from '../model/commitment.ts';
import { composeLabel } from '../model/labels.ts';
import type { ObservedContainer } from '../model/observed.ts';
import type { Verdict } from '../model/probe.ts';
import { planFiles } from '../plan-files.ts';
import { sayVerdict } from '../say.ts';
import type { Ending } from './ending.ts';

/** Each service and probe of a new version, as if the old one beside it were not there. `made`: its containers. */
export async function lookAlone(
  { instance: { canary: _over, ...registration }, leases }: Commitment,
  made: ObservedContainer[],
  { instance, connection, tools, execution }: Omit<Ending, 'drainMs'>,
): Promise<Verdict[]> {
  const { composeName, project } = instance;
  const { engine, facts } = connection;
  const containers = await engine.listContainers({ [composeLabel.project]: composeName });
  const services = new Set(made.map(({ service }) => service));
  const old = containers.filter(({ id, service }) => services.has(service) && !made.some((one) => one.id === id));
  const around = {
    files: planFiles(tools.home, composeName, execution.uuid),
    facts: await gatherFacts(engine, project),
    revisions: tools.revisions,
  };
  const version = await formerVersion({ ...instance, ...registration }, servicesUp({ containers }), around);
  const ignore = new Set(old.map(({ id }) => id));
  return look(version, {
    composeName,
    engine,
    facts,
    clock: tools.clock,
    leases,
    ignore,
    tell: (verdict) => sayVerdict(verdict, execution),
  });
}
