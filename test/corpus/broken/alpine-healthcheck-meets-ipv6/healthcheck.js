require('node:http').get('http://[::1]:4567/', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', ({ message }) => {
  console.error(`unhealthy: ${message}`);
  process.exit(1);
});
