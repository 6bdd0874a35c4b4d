const net = require('node:net');
const connect = (tries) => {
  const db = net.connect(5432, 'postgres');
  db.on('error', () => setTimeout(connect, 100, tries));
  db.on('data', (answer) => {
    if (String(answer).startsWith('R')) return require('node:http').createServer((_, r) => r.end('cantus')).listen(8000);
    console.error('Traceback (most recent call last):\n  File "/usr/local/lib/python3.6/site-packages/django/db/backends/postgresql/base.py", line 187, in get_new_connection');
    console.error(`django.db.utils.OperationalError: connection to server at "postgres" (${db.remoteAddress}), port 5432 failed: ${String(answer).slice(1).trim()}`);
    process.exit(1);
  });
};
connect(0);
