import type { Settings } from '../../contract/settings.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import { namedIn } from '../model/connect-line.ts';
import { endpointVariables } from '../model/endpoint-names.ts';
import type { Sources } from './sources.ts';

/** Services that the files name and that no chosen profile runs. */
export function inactiveServices(model: ComposeFile, sources: Sources): string[] {
  const named = sources.documents.flatMap(({ data }) => Object.keys(servicesOf(data)));
  return [...new Set(named)].filter((service) => !(service in model.services)).toSorted();
}

/** The settings, without what they ask of services that do not run this time. */
export function withoutInactive(settings: Settings, inactive: string[]): Settings {
  const active = ({ service }: { service: string }) => !inactive.includes(service);
  const { ports, verify, connect, ...rest } = settings;
  const named = Object.entries(ports ?? {}).flatMap(([name, reference]) => (active(reference) ? [] : [name]));
  const gone = [...named, ...inactive].map(endpointVariables).flatMap(({ url, port }) => [url, port]);
  const reachable = ([, line]: [string, string]) => !namedIn(line).some((name) => gone.includes(name));
  return {
    ...rest,
    ...(ports ? { ports: Object.fromEntries(Object.entries(ports).filter(([, reference]) => active(reference))) } : {}),
    ...(verify ? { verify: verify.filter(active) } : {}),
    ...(connect ? { connect: Object.fromEntries(Object.entries(connect).filter(reachable)) } : {}),
  };
}

function servicesOf(data: unknown): object {
  const services: unknown = typeof data === 'object' && data !== null && 'services' in data ? data.services : undefined;
  return typeof services === 'object' && services !== null ? services : {};
}
