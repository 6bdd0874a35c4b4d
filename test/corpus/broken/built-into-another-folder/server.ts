const port: number = 3000;
require('node:http').createServer((_: unknown, response: any) => response.end('built')).listen(port);
