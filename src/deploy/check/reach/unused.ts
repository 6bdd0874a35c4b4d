import type { CheckInput } from '../rule.ts';
import type { Call } from './call.ts';
import { isWrittenHere } from './place.ts';
import { familyOf } from './server.ts';

const selectors = /_(?:TYPE|DRIVER|CONNECTION|ADAPTER|BACKEND|PROVIDER|STORE|ENGINE)$/;

/** `CACHE_DRIVER=file` beside a REDIS_HOST: what is not chosen is never called. */
export function isNotChosen({ caller }: Call, target: string, { stack }: CheckInput): boolean {
  const chosen = Object.entries(stack.compose.services[caller]?.environment ?? {}).flatMap(([name, value]) =>
    selectors.test(name) && value ? [value.toLowerCase()] : [],
  );
  const family = familyOf(target, stack.compose.services[target] ?? {});
  const names = [target.toLowerCase(), ...(family ? [family.name, ...family.schemes] : [])];
  return chosen.length > 0 && !chosen.some((value) => names.some((name) => value.includes(name)));
}

/** An env file that many services have brings each of them variables that it does not need; one that waits for the target needs it. */
export function mayBeUnneeded(call: Call, target: string, input: CheckInput): boolean {
  const needs = input.stack.compose.services[call.caller]?.depends_on ?? {};
  return !isWrittenHere(call, input) && !(target in needs);
}
