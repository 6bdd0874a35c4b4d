require('node:http').createServer(({ url }, answer) => {
  if (url === '/manage/health') return answer.end('{"status":"UP"}');
  answer.writeHead(404).end('{"status":404,"error":"Not Found"}');
}).listen(8080, () => console.log('Started InventoryApplication in 2.31 seconds'));
