const at = process.argv.indexOf('--host');
const host = at < 0 ? '127.0.0.1' : (process.argv[at + 1] ?? '0.0.0.0');
require('node:http').createServer((_, r) => r.end('<div id=app>')).listen(5173, host, () => {
  console.log('\n  VITE v5.2.10  ready in 312 ms\n');
  console.log('  ➜  Local:   http://localhost:5173/');
  console.log(at < 0 ? '  ➜  Network: use --host to expose' : '  ➜  Network: http://172.18.0.2:5173/');
});
