import type { Repair } from '../../../model/repair.ts';
import { located } from '../../located.ts';
import { type UnsetMention, unsetMentions } from '../../reading/unset-mentions.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A `$` that is meant for the container, or that is part of a password, is written `$$`. */
export const dollarsAreMeant: Rule = {
  id: 'dollars-are-meant',
  why: 'Compose fills in every $NAME itself, before any container starts; what it has no value for becomes empty.',
  cause: 'variable-missing',
  look: (input) => strayDollars(input).map(({ mention, says }) => told(mention, says, input)),
};

/** Mentions of variables that were not meant for Compose, and how that shows. */
export function strayDollars(input: CheckInput): { mention: UnsetMention; says: string }[] {
  return unsetMentions(input).flatMap((mention) => {
    const says = meantOtherwise(mention, input);
    return says === undefined ? [] : [{ mention, says }];
  });
}

function meantOtherwise({ service, path, text, variable }: UnsetMention, { stack }: CheckInput): string | undefined {
  const environment = stack.compose.services[service]?.environment ?? {};
  if (path[0] === 'healthcheck' || path[0] === 'command' || path[0] === 'entrypoint') {
    if (environment[variable]) return `${variable} has a value inside the container only`;
    const isSetThere = new RegExp(String.raw`(?:^|[\s;&|("'])${variable}=|\bfor\s+${variable}\s+in\b|\bread\s[^;|&]*\b${variable}\b`);
    return isSetThere.test(text) ? `${variable} is set by the command itself` : undefined;
  }
  if (path[0] !== 'environment' && path[0] !== 'labels') return undefined;
  if (/\$(?:apr1|argon2\w*)\$/.test(text)) return 'it is part of a hashed password';
  const isInside = new RegExp(String.raw`[A-Za-z0-9!@#%^&*]\$${variable}(?!\w)`).test(text) && !/[/:.]/.test(text);
  return isInside && /[a-z]/.test(variable) ? 'it stands in the middle of a word' : undefined;
}

function told({ service, path, text, variable }: UnsetMention, says: string, { draft }: CheckInput): Found {
  const whole = ['services', service, ...path];
  const isSecret = path[0] === 'environment' || path[0] === 'labels';
  return {
    severity: 'warning',
    service,
    // A piece of a password is one, too.
    message: `${isSecret ? `a $ in ${String(path.at(-1))}` : `$${variable} in the ${path[0]}`} of ${service} is read by Compose, which has no value for it; ${isSecret ? 'it looks as if it were part of the text' : says}`,
    ...located(draft, whole),
    fix: 'write $$ for a $ that Compose is to leave alone',
    ...repairOf(whole, text, variable, draft),
  };
}

function repairOf(path: (string | number)[], text: string, variable: string, draft: CheckInput['draft']): { repair?: Repair } {
  if (draft.sources.written(path) !== text) return {};
  const value = text.replaceAll(
    new RegExp(String.raw`(\$\$)|\$(\{?${variable}(?!\w))`, 'g'),
    (_, escaped?: string, name?: string) => escaped ?? `$$${name}`,
  );
  return { repair: [{ edit: 'set', path, value }] };
}
