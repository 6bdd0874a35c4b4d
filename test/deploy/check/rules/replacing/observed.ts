import type { ObservedContainer, ObservedVolume } from '../../../../../src/deploy/model/observed.ts';

/** A container of a service, as the engine lists it, with its volumes by path. */
export function container(service: string, volumes: Record<string, string> = {}): ObservedContainer {
  return {
    ...{ id: service, name: `shop-demo-${service}-1`, composeName: 'shop-demo', service, number: 1, imageId: 'sha256:1', labels: {} },
    ...{ state: 'running', published: [], oneOff: false },
    volumes: Object.entries(volumes).map(([target, name]) => ({ target, name })),
  };
}

export function volume(name: string, more: Partial<ObservedVolume> = {}): ObservedVolume {
  return { name, driver: 'local', options: {}, labels: {}, ...more };
}

/** An image of which only its VOLUMEs matter. */
export function declaring(volumes: string[]) {
  return { image: { id: 'sha256:2', reference: 'x', exposed: [], volumes } };
}
