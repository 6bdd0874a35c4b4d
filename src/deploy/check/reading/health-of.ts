import type { ComposeService } from '../../model/compose-file.ts';
import { type EffectiveHealthcheck, effectiveHealthcheck } from '../../model/healthcheck.ts';
import type { CheckInput } from '../rule.ts';
import { type DockerfileHealthcheck, dockerfileHealthcheck } from './dockerfile-healthcheck.ts';

export type HealthOf =
  | { is: 'given'; by: 'file' | 'image' | 'Dockerfile'; test: string[]; check: EffectiveHealthcheck }
  | { is: 'off' }
  /** `certain`: the image that will run is here, and brings none. */
  | { is: 'absent'; certain: boolean };

/** What tells a service's health, as far as can be known before it is built or pulled. */
export function healthOf(service: string, definition: ComposeService, { surroundings }: CheckInput): HealthOf {
  const { healthcheck, build } = definition;
  if (healthcheck?.disable || healthcheck?.test?.[0] === 'NONE') return { is: 'off' };
  if (healthcheck?.test && healthcheck.test.length > 0) {
    const check = effectiveHealthcheck(definition, undefined);
    if (check) return { is: 'given', by: 'file', test: check.test.map(asInside), check };
  }
  const dockerfile = surroundings.dockerfiles[service];
  const ofBuild = build && dockerfile ? dockerfileHealthcheck(dockerfile) : undefined;
  if (ofBuild === 'none') return { is: 'absent', certain: true };
  if (ofBuild) return given('Dockerfile', definition, ofBuild);
  const image = surroundings.insides[service]?.image;
  if (image?.healthcheck) return given('image', definition, image.healthcheck);
  // A base image, an image that is yet to be pulled, and one that is pulled anew may bring one.
  return { is: 'absent', certain: image !== undefined && !build && !isPulledAnew(definition) };
}

function isPulledAnew({ pull_policy: policy = 'missing' }: ComposeService): boolean {
  return policy !== 'missing' && policy !== 'if_not_present' && policy !== 'never';
}

function given(by: 'image' | 'Dockerfile', definition: ComposeService, healthcheck: DockerfileHealthcheck): HealthOf {
  const image = { id: '', reference: '', volumes: [], exposed: [], healthcheck };
  const check = effectiveHealthcheck(definition, image);
  return check ? { is: 'given', by, test: check.test, check } : { is: 'absent', certain: true };
}

function asInside(word: string): string {
  return word.replaceAll('$$', '$');
}
