const http = require('node:http');
(async () => {
  for (let attempt = 0; attempt < 20; attempt++) {
    const answer = await fetch('http://search:9200/').catch(() => undefined);
    if (answer?.ok) return http.createServer((_, response) => response.end('found')).listen(8080);
    if (answer) throw new Error(`search answered ${answer.status} ${await answer.text()}`);
    await new Promise((done) => setTimeout(done, 200));
  }
})();
