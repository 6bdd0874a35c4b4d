import type { Endpoint } from '../contract/record.ts';

/** The endpoint that is meant where none is named. */
export function mainEndpoint(endpoints: readonly Endpoint[]): Endpoint | undefined {
  return endpoints.find(({ name }) => name === 'api') ?? endpoints[0];
}
