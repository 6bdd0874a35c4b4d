import { createServer } from 'node:http';

createServer(async (_, response) => {
  const answer = await fetch('http://store:8080/').catch(() => undefined);
  response.writeHead(answer?.ok ? 200 : 502).end(await answer?.text());
}).listen(8080);
process.on('SIGTERM', () => process.exit());
