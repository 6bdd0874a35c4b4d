require("node:http").createServer((q, r) => r.end()).listen(3001)
