import { get } from 'node:http';

/** The container's healthcheck: needs no curl, and none of the rest of Portside. */
const request = get(`http://127.0.0.1:${process.env['API_PORT'] || 8000}/healthz`, { timeout: 5000 }, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on('error', () => process.exit(1));
request.on('timeout', () => request.destroy());
