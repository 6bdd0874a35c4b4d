import type { ServiceReport } from '../../contract/record.ts';
import type { ContainerDetails } from '../model/container.ts';

/** What the engine says of every service, for the record: ids, images, states as they were seen last. */
export function reportServices(services: string[], current: (service: string) => ContainerDetails[]): ServiceReport[] {
  return services.map((service) => ({
    service,
    containers: current(service).map((container) => ({
      id: container.id,
      name: container.name,
      image_id: container.imageId,
      state: container.state,
      ...(container.health === 'none' ? {} : { health: container.health }),
      ...(container.state === 'exited' || container.state === 'dead' ? { exit_code: container.exitCode } : {}),
      restarts: container.restartCount,
    })),
  }));
}
