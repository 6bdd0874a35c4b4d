const { POSTGRES_USER: user, POSTGRES_PASSWORD: password } = process.env;
require('node:net').createServer((client) => client.on('error', () => {}).on('data', (line) => {
  const [who, said] = String(line).trim().split(' ');
  if (who === user && said === password) return client.write('OK');
  console.log(`2024-07-21 18:09:44.108 UTC [52] FATAL:  password authentication failed for user "${who}"`);
  client.end('FATAL');
})).listen(5432);
