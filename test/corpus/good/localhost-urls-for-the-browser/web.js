const http = require('node:http');
const { API_URL, NEXT_PUBLIC_API_URL, PUBLIC_URL } = process.env;
fetch(API_URL).then(() => http.createServer((request, response) => {
  response.end(`<base href="${PUBLIC_URL}"><script>api = "${NEXT_PUBLIC_API_URL}"</script>`);
}).listen(3000));
