import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'tsdown';

/** `package/file` that asks for a module → what it gets instead, beside this file. */
const replacements = [
  { importer: /dockerode\/lib\/docker\.js$/, module: './session', by: './no-buildkit-session.cjs' },
  { importer: /dockerode\/lib\/docker\.js$/, module: './buildkit', by: './no-buildkit-output.cjs' },
  { importer: /docker-modem\/lib\/modem\.js$/, module: './ssh', by: './ssh-when-used.cjs' },
];

/** Keeps what is slow to load and never or seldom used out of the way to a command's first output. */
export function replaceModules(): Rolldown.Plugin {
  return {
    name: 'replace-modules',
    resolveId(module, importer) {
      const replacement = replacements.find((one) => module === one.module && importer && one.importer.test(importer));
      return replacement && fileURLToPath(new URL(replacement.by, import.meta.url));
    },
  };
}
