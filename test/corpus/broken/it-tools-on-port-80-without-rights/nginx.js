require('node:http').createServer((_, r) => r.end('tools')).listen(80, '0.0.0.0').on('error', () => {
  console.error('nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)');
  process.exit(1);
});
