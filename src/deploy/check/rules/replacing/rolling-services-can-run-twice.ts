import type { ComposeService } from '../../../model/compose-file.ts';
import { whyNotRolling } from '../../../model/rolling.ts';
import { keeperOf } from '../../reading/keepers.ts';
import { mountedAt } from '../../reading/mounted-at.ts';
import { toRoll } from '../../reading/rolling.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** Old and new of a rolling service run side by side for a while: nothing that there is only once may be in their way. */
export const rollingServicesCanRunTwice: Rule = {
  id: 'rolling-services-can-run-twice',
  why: 'With `rolling` the new containers start while the old ones run: two databases on one data folder destroy it, and what there is only once keeps it from rolling at all.',
  look: (input) =>
    toRoll(input).flatMap(([service, definition]) => {
      const why = whyNotRolling(service, definition, input.stack.settings);
      if (why === undefined) return data(service, definition, input);
      return [
        {
          severity: 'warning',
          service,
          message: `x-portside asks for ${service} to be rolling, and it is recreated all the same: ${why}`,
          ...located(input.draft, ['x-portside', 'update', service]),
          fix: `mend that, or ${recreate(service)}`,
        },
      ];
    }),
};

function recreate(service: string): string {
  return `write x-portside.update: { ${service}: recreate }`;
}

function data(service: string, definition: ComposeService, input: CheckInput): Found[] {
  const { draft, stack } = input;
  const place = located(draft, ['x-portside', 'update', service]);
  if (stack.settings.stateful?.includes(service))
    return [
      {
        ...{ severity: 'error', service, ...place },
        message: `x-portside calls ${service} stateful, and asks for rolling: old and new would write at once`,
        fix: recreate(service),
      },
    ];
  const keeper = keeperOf(service, input);
  if (keeper !== undefined)
    return [
      {
        ...{ severity: 'error', service, ...place },
        message: `${service} is a database (${keeper}): old and new at once on one data folder destroy it, and each on its own has half of the data`,
        fix: recreate(service),
      },
    ];
  return writable(service, definition, input).map(({ key, index }) => ({
    severity: 'warning',
    service,
    message: `${service} is rolling, and keeps data in the volume ${key}, into which old and new write at once for a while`,
    ...located(draft, ['services', service, ...(index === undefined ? [] : ['volumes', index])]),
    fix: `${recreate(service)}, unless it can share its files`,
  }));
}

/** Volumes that it has for itself: where others mount one too, it is made to be shared. */
function writable(service: string, definition: ComposeService, input: CheckInput): { key: string; index?: number }[] {
  const given = (definition.volumes ?? []).filter((mount) => mount.type === 'volume' && !mount.read_only).map(({ target }) => target);
  const declared = input.surroundings.insides[service]?.image.volumes ?? [];
  const seen = [...new Set([...given, ...declared])].flatMap((target) => {
    const there = mountedAt(service, target, input);
    return there.is === 'volume' && !isShared(there.key, service, input) && !isReadOnly(definition, there.index) ? [there] : [];
  });
  return [...new Map(seen.map((one) => [one.key, one])).values()];
}

function isReadOnly(definition: ComposeService, index: number | undefined): boolean {
  return index !== undefined && definition.volumes?.[index]?.read_only === true;
}

function isShared(key: string, service: string, { stack }: CheckInput): boolean {
  return Object.entries(stack.compose.services).some(
    ([other, { volumes }]) => other !== service && (volumes ?? []).some(({ type, source }) => type === 'volume' && source === key),
  );
}
