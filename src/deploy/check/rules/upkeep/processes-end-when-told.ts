import type { ComposeService } from '../../../model/compose-file.ts';
import { located } from '../../located.ts';
import { awaiting } from '../../reading/awaiting.ts';
import { imageName } from '../../../model/known-images.ts';
import { shellScript, startWords } from '../../reading/start-words.ts';
import type { Rule } from '../../rule.ts';

/** The first process of a container ends when it is told to. */
export const processesEndWhenTold: Rule = {
  id: 'processes-end-when-told',
  why: 'Process 1 of a container ignores TERM unless it asks for it: every stop takes ten seconds and ends in KILL, without a chance to save anything.',
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, definition]) => {
      const ends = definition.restart === 'no' || awaiting(service, stack, 'service_completed_successfully').length > 0;
      const first = definition.init === true || definition['stop_signal'] || ends ? undefined : deafProcess(startWords(definition));
      if (first === undefined) return [];
      const path = ['services', service, 'init'];
      return [
        {
          severity: 'note',
          service,
          message: `process 1 of ${service} is ${first}`,
          ...located(draft, path.slice(0, 2)),
          fix: 'init: true',
          // An image's own entrypoint may insist on being process 1 itself.
          ...(isPlain(definition) ? { repair: [{ edit: 'set', path, value: true }] } : {}),
        },
      ];
    }),
};

/** Programs that do nothing about TERM by themselves. A server of its own, such as redis-server, does. */
const deaf = new Set(['tail', 'sleep', 'node', 'nodemon', 'python', 'python3', 'npm', 'yarn', 'pnpm', 'httpd', 'ping']);

function deafProcess(words: string[]): string | undefined {
  const script = shellScript(words);
  if (script !== undefined)
    return /\bexec\s|\btrap\s/.test(script) || !/[;&|\n]/.test(script.trim())
      ? undefined
      : 'a shell, which tells nobody else that it is to end';
  const name = words[0]?.split('/').at(-1);
  return name !== undefined && deaf.has(name) ? `${name}, which ignores TERM unless its program listens for it` : undefined;
}

function isPlain({ image = '', build, entrypoint }: ComposeService): boolean {
  return !build && (Array.isArray(entrypoint) || ['busybox', 'alpine', 'node', 'python', 'debian', 'ubuntu'].includes(imageName(image)));
}
