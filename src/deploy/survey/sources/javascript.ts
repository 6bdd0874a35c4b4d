import { dirname, join } from 'node:path';
import * as z from 'zod';
import { run } from '../../../system/process.ts';
import { readText } from '../../../system/read.ts';
import { endingOf, type Flaw, type Source } from './source.ts';

/** Compiles each file it is told of, as what it may be, and runs none: one process for all of them. */
const compiler = `
const vm = require('node:vm');
const names = ['exports', 'require', 'module', '__filename', '__dirname'];
const compile = { script: (text) => vm.compileFunction(text.replace(/^#!.*/, ''), names, { filename: 'source' }),
  module: (text) => new vm.SourceTextModule(text, { identifier: 'source' }) };
const look = ({ text, kinds }) => {
  let problem = null;
  for (const kind of kinds) {
    try { compile[kind](text); return null; } catch (error) {
      if (!(error instanceof SyntaxError)) return null;
      const [place = '', , caret = ''] = String(error.stack).split('\\n');
      const line = /^source:(\\d+)/.exec(place);
      problem = { message: 'SyntaxError: ' + error.message, ...(line && { line: Number(line[1]), column: Math.max(1, caret.indexOf('^') + 1) }) };
    }
  }
  return problem;
};
let asked = '';
process.stdin.setEncoding('utf8').on('data', (part) => (asked += part)).on('end', () => console.log(JSON.stringify(JSON.parse(asked).map(look))));
`;

export const flawsSchema = z.array(
  z.object({ message: z.string(), line: z.number().optional(), column: z.number().optional() }).nullable(),
);

export async function flawsOfJavaScript(
  sources: Source[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<(Flaw | undefined)[]> {
  const asked = await Promise.all(sources.map(async (source) => ({ text: source.text, kinds: await kindsOf(source) })));
  const argv = [process.execPath, '--experimental-vm-modules', '--no-warnings', '-e', compiler];
  const { stdout } = await run(argv, { env: environment, input: JSON.stringify(asked), signal, terminateAfterMs: 0 });
  const flaws = flawsSchema.parse(JSON.parse(stdout));
  return flaws.map((flaw) => (flaw === null || mayBeMarkup(flaw.message) ? undefined : withoutAbsent(flaw)));
}

/** JSX begins with what JavaScript cannot begin an expression with. */
function mayBeMarkup(message: string): boolean {
  return message.includes("Unexpected token '<'");
}

/** Its own ending decides, then the package around it; without either Node takes what parses. */
async function kindsOf({ file, text }: Source): Promise<('script' | 'module')[]> {
  const ending = endingOf(file);
  if (ending === 'mjs') return ['module'];
  if (ending === 'cjs') return ['script'];
  const looksLikeModule = /^\s*(?:import\s*[\w{*"']|export\s)/m.test(text);
  if ((await packageTypeOf(dirname(file))) === 'module') return ['module'];
  // The last one that is tried tells what is wrong.
  return looksLikeModule ? ['script', 'module'] : ['module', 'script'];
}

async function packageTypeOf(folder: string): Promise<string | undefined> {
  const content = await readText(join(folder, 'package.json'));
  if (typeof content === 'string') return dirname(folder) === folder ? undefined : packageTypeOf(dirname(folder));
  return /"type"\s*:\s*"(\w+)"/.exec(content.text)?.[1];
}

function withoutAbsent({ message, line, column }: z.infer<typeof flawsSchema>[number] & object): Flaw {
  return { message, dialect: process.versions.node, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
