import { programOf, simpleCommands } from './shell-words.ts';

/** What a healthcheck needs to have in its image. */
export interface HealthPrograms {
  /** Run by a shell. */
  shell: boolean;
  /** Without it the healthcheck can never pass. */
  needed?: string;
  /** What else it calls; perhaps one in place of another. */
  others: string[];
}

/** `test` is `['CMD', …]` or `['CMD-SHELL', text]`. */
export function healthPrograms([form, ...rest]: string[]): HealthPrograms {
  if (form === 'CMD') return { shell: false, ...(rest[0] ? { needed: rest[0] } : {}), others: [] };
  const commands = simpleCommands(rest.join(' ')) ?? [];
  const programs = commands.map(({ words }) => programOf(words));
  const [needed, ...others] = programs;
  const isSure = needed !== undefined && commands.slice(1).every(({ words }, index) => failsToo(commands[index]?.operator, words));
  return { shell: true, ...(isSure ? { needed } : {}), others: (isSure ? others : programs).flatMap((program) => program ?? []) };
}

/** Whether the line fails where all before it did. */
function failsToo(operator: string | undefined, [program = '', first]: string[]): boolean {
  if (operator === '&&') return true;
  if (operator === '||') return program === 'false' || ((program === 'exit' || program === 'kill') && first !== '0');
  // What is given nothing finds nothing.
  return operator === '|' && /^(?:grep|egrep|fgrep)$/.test(program) && first !== '-v';
}
