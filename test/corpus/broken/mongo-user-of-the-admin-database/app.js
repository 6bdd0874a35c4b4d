const url = new URL(process.env.ME_CONFIG_MONGODB_URL);
const db = require('node:net').connect(url.port, url.hostname, () => db.write(url.pathname));
db.on('data', (answer) => {
  if (String(answer) === 'ok') return require('node:http').createServer((_, r) => r.end()).listen(8081);
  console.log(`Welcome to mongo-express 1.0.2\n------------------------\n`);
  console.error(`/app/node_modules/mongodb/lib/cmap/connection.js:219
          callback(new error_1.MongoServerError(document));
                   ^

MongoServerError: Authentication failed.
    at Connection.onMessage (/app/node_modules/mongodb/lib/cmap/connection.js:219:30) {
  ok: 0,
  code: 18,
  codeName: 'AuthenticationFailed'
}`);
  process.exit(1);
});
