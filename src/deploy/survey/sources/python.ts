import * as z from 'zod';
import { run } from '../../../system/process.ts';
import { flawsSchema } from './javascript.ts';
import type { Flaw, Source } from './source.ts';

const parser = `
import ast, json, sys
def look(text):
    try:
        ast.parse(text)
    except SyntaxError as problem:
        return {"message": type(problem).__name__ + ": " + str(problem.msg), "line": problem.lineno or 1, "column": max(1, problem.offset or 1)}
    except ValueError:
        return None
version = ".".join(map(str, sys.version_info[:2]))
print(json.dumps({"version": version, "flaws": [look(text) for text in json.load(sys.stdin)]}))
`;

/** Parses only: nothing is run, and no byte code is written. */
export async function flawsOfPython(
  sources: Source[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<(Flaw | undefined)[]> {
  const input = JSON.stringify(sources.map(({ text }) => text));
  const { stdout } = await run(['python3', '-I', '-W', 'ignore', '-c', parser], { env: environment, input, signal, terminateAfterMs: 0 });
  const { version, flaws } = z.object({ version: z.string(), flaws: flawsSchema }).parse(JSON.parse(stdout));
  return flaws.map((flaw) =>
    flaw === null ? undefined : { message: flaw.message, dialect: version, line: flaw.line ?? 1, column: flaw.column ?? 1 },
  );
}
