import type { Instance } from '../../ledger/instances.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import type { Facts, Observed } from '../model/observed.ts';
import type { Expectation } from '../model/plan.ts';
import type { Probe } from '../model/probe.ts';
import type { Contents } from '../model/stack.ts';
import type { Settings } from '../../contract/settings.ts';
import type { PlanFiles } from '../plan-files.ts';
import { planExpectations } from '../plan/expectations.ts';
import { planProbes } from '../plan/probes.ts';
import type { DeployTools } from '../tools.ts';

/** What the version that ran before must be, to run again. */
export interface Former {
  /** Its services, with what they need. */
  compose: ComposeFile;
  expectations: Expectation[];
  probes: Probe[];
  /** What its secrets and configs hold; absent where nobody knows. */
  contents?: Contents;
}

/**
 * As its revision has it; where there is none, as its plan file says, whose probes are its ports; what plain Compose ran must stay up. Only
 * services that were `up` then: nothing else is owed.
 */
export async function formerVersion(
  { composeName, revision, planFile }: Instance,
  up: ReadonlySet<string>,
  { files, facts, revisions }: { files: Pick<PlanFiles, 'read'>; facts: Facts } & Pick<DeployTools, 'revisions'>,
): Promise<Former> {
  const known = revision === undefined ? undefined : await revisions.get(composeName, revision);
  const compose = known?.stack.compose ?? (planFile === undefined ? undefined : await files.read(planFile));
  if (!compose) return must(ofUnknown(composeName, up), {}, {}, facts);
  const former = must(only(compose, up), known?.images ?? {}, known?.stack.settings ?? {}, facts);
  return known?.stack.contents ? { ...former, contents: known.stack.contents } : former;
}

export function servicesUp({ containers }: Pick<Observed, 'containers'>): Set<string> {
  const up = containers.filter(({ state, oneOff }) => !oneOff && (state === 'running' || state === 'restarting'));
  return new Set(up.map(({ service }) => service));
}

function must(compose: ComposeFile, images: Images, settings: Settings, { crowding }: Facts): Former {
  const probes = planProbes(compose, images, settings);
  return { compose, expectations: planExpectations(compose, { images, probes, crowding }), probes };
}

function only(compose: ComposeFile, wanted: ReadonlySet<string>): ComposeFile {
  return { ...compose, services: Object.fromEntries(Object.entries(compose.services).filter(([service]) => wanted.has(service))) };
}

/** Whatever it is: it stays up. */
function ofUnknown(name: string, services: ReadonlySet<string>): ComposeFile {
  return { name, services: Object.fromEntries([...services].map((service) => [service, { restart: 'always' }])) };
}
