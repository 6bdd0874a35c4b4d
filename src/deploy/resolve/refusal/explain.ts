import { nearest } from '../../../contract/nearest.ts';
import type { ComposeRefusal } from '../../model/compose-refusal.ts';
import type { Edit, Repair } from '../../model/repair.ts';
import { type Explained, type Written, inWords, ofService } from './explained.ts';
import { missingEnvFile, missingFile } from './missing-file.ts';
import { undefinedName } from './undefined-name.ts';
import { unknownKey } from './unknown-key.ts';
import { wrongType } from './wrong-type.ts';

/** What is wrong, where, and how to mend it. `said` is Compose's own message. */
export async function explain(refusal: ComposeRefusal, said: string, written: Written): Promise<Explained> {
  switch (refusal.kind) {
    case 'unknown-key':
      return unknownKey(refusal.path, refusal.key, written);
    case 'wrong-type':
      return wrongType(refusal.path, refusal.wanted, written);
    case 'undefined':
      return undefinedName(refusal, written);
    case 'env-file-missing':
      return missingEnvFile(refusal.file, written);
    case 'file-missing':
      return missingFile(refusal.file, written);
    case 'cycle':
      return cycle(refusal.services, written);
    case 'not-one-of':
      return choice(refusal, written);
    case 'healthcheck-form':
      return healthcheckForm(said, written);
    case 'bad-item':
      return badItem(refusal, said, written);
    case 'nothing-to-run':
      return {
        ...plain(refusal.path, `${refusal.service} has neither an image nor a build context`),
        fix: 'give it image: or build:',
      };
    case 'extends-unknown': {
      const meant = nearest(
        refusal.name,
        written.keysOf(['services']).filter((name) => name !== refusal.service),
      );
      const named = typeof written.at([...refusal.path, 'service']) === 'string' ? [...refusal.path, 'service'] : refusal.path;
      return {
        ...plain(refusal.path, `${refusal.service} extends ${refusal.name}, and there is no such service`),
        ...(meant ? { fix: `did you mean ${meant}?`, repair: [{ edit: 'set', path: named, value: meant }] } : {}),
      };
    }
    case 'contradiction':
      return {
        ...plain(refusal.path, `${refusal.service} has ${refusal.keys.join(' and ')}, which exclude each other`),
        fix: `keep one of them`,
      };
    case 'variable-missing':
      return { ...plain(refusal.path, said), cause: 'variable-missing', fix: `set ${refusal.name} in the shell or in .env` };
    case 'other':
      return misspeltSize(refusal.path, written) ?? plain(refusal.path, said);
  }
}

function plain(path: Explained['path'], message: string): Explained {
  const aside: Repair = [{ edit: 'remove', path }];
  return { message, cause: 'invalid-compose', path, ...ofService(path), ...(path.length > 0 ? { aside } : {}) };
}

/** `512meg`: Compose wants b, k, m or g, with a b behind it or an i and a b. */
function misspeltSize(path: Explained['path'], written: Written): Explained | undefined {
  const value = written.at(path);
  const sizes = /^(?:mem_limit|mem_reservation|memswap_limit|shm_size|memory|size)$/;
  const said = typeof value === 'string' && sizes.test(String(path.at(-1))) ? /^\s*(\d+)\s*([bkmg])[a-z]+\s*$/i.exec(value) : null;
  if (!said) return undefined;
  const [, amount = '', letter = ''] = said;
  const unit = letter.toLowerCase();
  return {
    ...plain(path, `${inWords(path)} is ${String(value)}, which is no size`),
    fix: `write ${amount}${unit}: sizes end with b, k, m or g`,
    repair: [{ edit: 'set', path, value: `${amount}${unit}` }],
  };
}

function badItem({ key, text }: Extract<ComposeRefusal, { kind: 'bad-item' }>, said: string, written: Written): Explained {
  for (const service of written.keysOf(['services'])) {
    const path = ['services', service, key];
    const items = written.at(path);
    const index = Array.isArray(items) ? items.findIndex((item) => (text === '' ? item === '' : String(item).includes(text))) : -1;
    if (!Array.isArray(items) || index < 0) continue;
    const form = key === 'ports' ? 'HOST_PORT:CONTAINER_PORT, such as 8080:80' : 'SOURCE:TARGET, such as ./data:/data';
    return {
      ...plain([...path, index], `${service} has ${JSON.stringify(items[index])} among its ${key}, which Compose cannot read`),
      fix: `write ${form}`,
    };
  }
  return plain([], said);
}

/** The circle as it goes, from whoever stands first in the file. */
function cycle(names: string[], written: Written): Explained {
  const circle = names.slice(0, -1);
  const first = written.keysOf(['services']).find((name) => circle.includes(name)) ?? circle[0] ?? '';
  const at = circle.indexOf(first);
  const around = [...circle.slice(at), ...circle.slice(0, at)];
  const next = around[1] ?? first;
  const dependsOn = ['services', first, 'depends_on'];
  const list = written.at(dependsOn);
  const index = Array.isArray(list) ? list.indexOf(next) : next;
  const cut: Repair = [{ edit: 'remove', path: [...dependsOn, Array.isArray(list) ? next : index] }];
  const itself = circle.length === 1;
  return {
    message: itself ? `${first} waits for itself` : `${[...around, first].join(' waits for ')}: none of them can start`,
    cause: 'dependency-cycle',
    path: [...dependsOn, index],
    service: first,
    fix: itself
      ? `take ${first} out of its own depends_on`
      : 'take one of them out of depends_on: whoever can start first waits for nobody',
    ...(itself ? { repair: cut } : {}),
    aside: cut,
  };
}

const conditions: Record<string, string> = {
  started: 'service_started',
  healthy: 'service_healthy',
  completed: 'service_completed_successfully',
  service_completed: 'service_completed_successfully',
  completed_successfully: 'service_completed_successfully',
};

function choice({ path, choices }: Extract<ComposeRefusal, { kind: 'not-one-of' }>, written: Written): Explained {
  const value = String(written.at(path));
  const word = conditions[value] ?? nearest(value, choices);
  const meant = word !== undefined && choices.includes(word) ? word : undefined;
  return {
    ...plain(path, `${inWords(path)} is ${value}, and must be one of ${choices.join(', ')}`),
    ...(meant ? { fix: `did you mean ${meant}?`, repair: [{ edit: 'set', path, value: meant }] } : {}),
  };
}

/** Compose does not say whose test it is. */
function healthcheckForm(said: string, written: Written): Explained {
  const edits: { service: string; path: (string | number)[]; set: Edit }[] = written.keysOf(['services']).flatMap((service) => {
    const path = ['services', service, 'healthcheck', 'test'];
    const test = written.at(path);
    if (!Array.isArray(test) || ['CMD', 'CMD-SHELL', 'NONE'].includes(String(test[0]))) return [];
    return [{ service, path, set: { edit: 'set', path, value: ['CMD', ...(test as unknown[])] } }];
  });
  const [first] = edits;
  if (!first) return plain([], said);
  return {
    ...plain(first.path, `the healthcheck of ${first.service} is a list that begins with neither CMD nor CMD-SHELL`),
    fix: `write CMD before it: a list says first how it is to be run`,
    repair: edits.map(({ set }) => set),
  };
}
