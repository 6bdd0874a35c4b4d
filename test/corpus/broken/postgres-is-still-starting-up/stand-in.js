const up = Date.now() + 8000;
require('node:net').createServer((client) => {
  client.on('error', () => {});
  if (Date.now() < up) console.log('2022-05-25 14:02:11.314 UTC [31] FATAL:  the database system is starting up');
  client.end(Date.now() < up ? 'EFATAL:  the database system is starting up\n' : 'R\n');
}).listen(5432, () => console.log('LOG:  database system was interrupted; last known up at 2022-05-24 21:10:03 UTC'));
