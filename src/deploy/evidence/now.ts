import type { InstanceView } from '../../contract/instance.ts';
import type { Evidence } from '../../diagnose/evidence.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { ContainerDetails } from '../model/container.ts';
import type { Images } from '../model/image.ts';
import { composeLabel } from '../model/labels.ts';
import { planExpectations } from '../plan/expectations.ts';
import { planProbes } from '../plan/probes.ts';
import type { Connection, DeployTools } from '../tools.ts';
import { servicesSeen } from './gather.ts';

/** What can be seen of an instance that nobody is bringing up at the moment. */
export async function evidenceNow(
  instance: InstanceView,
  plan: ComposeFile | undefined,
  { engine, facts }: Connection,
  { clock }: Pick<DeployTools, 'clock'>,
): Promise<Evidence> {
  const listed = await engine.listContainers({ [composeLabel.project]: instance.compose_name });
  const containers = await Promise.all(listed.filter(({ oneOff }) => !oneOff).map(({ id }) => engine.inspectContainer(id)));
  const details = containers.flatMap((one) => one ?? []);
  const compose = plan ?? withoutFile(details);
  const images = await imagesOf(compose, details, engine);
  const expectations = planExpectations(compose, { images, probes: planProbes(compose, images, {}) });
  const services = await servicesSeen(
    {
      ...{ engine, facts, compose },
      directory: instance.directory,
      imageOf: (service) => compose.services[service]?.image,
      expectationOf: (service) => expectations.find((one) => one.service === service),
      containersOf: (service) => details.filter((one) => one.service === service),
      deathsOf: () => [],
      now: clock.now(),
    },
    [],
  );
  const evidence: Evidence = {
    version: 1,
    instance: `${instance.project}/${instance.instance}`,
    composeName: instance.compose_name,
    directory: instance.directory,
    stage: '',
    message: '',
    output: [],
    services,
    networks: compose.networks ?? {},
    volumes: compose.volumes ?? {},
    inactive: [],
    findings: [],
    lines: {},
    verdicts: [],
    holders: [],
    variables: {},
    places: {},
    engine: { kind: facts.kind, version: facts.version },
  };
  return { ...evidence, ...silent(services) };
}

/** One that runs, and does not listen where it should: nobody but us would say so. */
function silent(services: Evidence['services']): Pick<Evidence, 'message'> & { service?: string } {
  for (const [service, { containers, listens, expectation }] of Object.entries(services)) {
    const closed = expectation?.listens.filter((port) => !listens?.some((one) => one.port === port && !one.loopback)) ?? [];
    if (listens && closed.length > 0 && containers.every(({ state }) => state === 'running'))
      return { service, message: `${service}: nothing listens on ${closed.map((port) => `:${port}`).join(', ')} in the container` };
  }
  return { message: '' };
}

/** What runs, where no file of it was kept. */
function withoutFile(details: ContainerDetails[]): ComposeFile {
  return { name: '', services: Object.fromEntries(details.map(({ service, imageId }) => [service, { image: imageId }])) };
}

async function imagesOf(compose: ComposeFile, details: ContainerDetails[], engine: Connection['engine']): Promise<Images> {
  const found = await Promise.all(
    Object.entries(compose.services).map(async ([service, { image }]) => {
      const id = details.find((one) => one.service === service)?.imageId ?? image;
      const seen = id ? await engine.inspectImage(id).catch(() => undefined) : undefined;
      return seen ? [[service, seen] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}
