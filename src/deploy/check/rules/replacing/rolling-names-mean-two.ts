import { answering } from '../../reach/networks.ts';
import { callsOf } from '../../reach/call.ts';
import { rollingOf } from '../../reading/rolling.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A rolling service that others call by name is called at both of its versions for a while. */
export const rollingNamesMeanTwo: Rule = {
  id: 'rolling-names-mean-two',
  why: 'Inside the network a name answers with all containers of a service: while it is replaced, callers that do not come through the edge reach the old version and the new one.',
  look: (input) =>
    rollingOf(input).flatMap(([service]) => {
      const calls = callsOf(input).filter(({ caller, host }) => {
        const meant = caller === service ? [] : answering(host, caller, input.stack);
        return meant !== 'elsewhere' && meant.includes(service);
      });
      if (calls.length === 0) return [];
      const callers = [...new Set(calls.map(({ caller }) => caller))];
      const names = [...new Set(calls.map(({ host }) => host.toLowerCase()))];
      return [
        {
          severity: 'note',
          service,
          message: `${callers.join(', ')} ${callers.length === 1 ? 'calls' : 'call'} ${service} by name (${names.join(', ')}): while it is replaced, that name is its old version and its new one`,
          ...located(input.draft, ['x-portside', 'update', service]),
          fix: `nothing, where both versions can answer the same callers; else write x-portside.update: { ${service}: recreate }`,
        },
      ];
    }),
};
