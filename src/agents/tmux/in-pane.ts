/**
 * Runs in the pane, handed over as its own text: it uses nothing from outside of itself but Node. Starts the program that `argv.json` names and writes
 * what it says to the terminal and into pipes, and its exit code into another.
 */
export function runInPane(folder: string): void {
  const { createWriteStream, openSync, readFileSync, writeSync } = process.getBuiltinModule('node:fs');
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { signals } = process.getBuiltinModule('node:os').constants;
  // Open from the start: whoever reads sees the end of it even where this process is killed.
  const exit = openSync(`${folder}/exit`, 'w');
  const [program = '', ...args] = JSON.parse(readFileSync(`${folder}/argv.json`, 'utf8')) as string[];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = (['stdout', 'stderr'] as const).map((name) => {
    const pipe = createWriteStream(`${folder}/${name}`);
    child[name].on('data', (bytes: Buffer) => process.stdout.write(bytes));
    child[name].pipe(pipe);
    return pipe;
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    stdout?.end();
    stderr?.end(`${error.message}\n`);
    writeSync(exit, 'code' in error && error.code === 'ENOENT' ? '127' : '126');
  });
  child.on('exit', (code, signal) => {
    writeSync(exit, String(code ?? 128 + (signal ? signals[signal] : 0)));
    // What it left running may hold its streams open for ever; what is still in them is read until then.
    setTimeout(() => process.exit(), 2000).unref();
  });
  // Not before both streams are through.
  child.on('close', () => stdout?.on('close', () => stderr?.on('close', () => process.exit())));
}
