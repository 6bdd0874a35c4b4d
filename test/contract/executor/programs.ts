import { script } from './target.ts';

/** Programs that do not want to end, for executors whose machine can be looked at. */

const forks = `const { spawn } = require('node:child_process');`;
const ignores = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000);`;

/** Ignores TERM; so does a child, and a grandchild in a session of its own; all of them hold its output open. */
export const family = script(`
  ${forks} ${ignores}
  const grandchild = \`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('born')\`;
  spawn(process.execPath, ['-e', grandchild], { detached: true, stdio: 'inherit' }).unref();
  spawn(process.execPath, ['-e', grandchild], { stdio: 'inherit' });
`);

/** Ends at once and leaves behind: one in its group, one in a session of its own that holds its output. */
export const abandons = script(`
  ${forks}
  spawn('sleep', ['600'], { stdio: 'ignore' }).unref();
  spawn('sleep', ['600'], { detached: true, stdio: 'inherit' }).unref();
`);

/** Leaves behind, in a session of its own, what starts more of its kind all the time. */
export const breeds = script(`
  ${forks}
  const parent = \`const { spawn } = require('node:child_process'); setInterval(() => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }), 3)\`;
  spawn(process.execPath, ['-e', parent], { detached: true, stdio: 'ignore' }).unref();
  setTimeout(() => process.exit(), 300);
`);

/** Closes its output and stays. */
export const silent = script(`${ignores} require('fs').closeSync(1); require('fs').closeSync(2);`);

/** Says `ready`; when asked to end it writes more than anybody holds, and stays. */
export const drowns = script(`
  setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { for (let turn = 0; turn < 400; turn++) process.stdout.write('x'.repeat(99999) + '\\n'); });
  console.log('ready');
`);

/** Writes a byte at a time, this many. */
export const dribbles = (count: number): string[] =>
  script(`const fs = require('fs'); for (let at = 0; at < ${count}; at++) fs.writeSync(1, at % 64 ? '.' : String.fromCharCode(10))`);
