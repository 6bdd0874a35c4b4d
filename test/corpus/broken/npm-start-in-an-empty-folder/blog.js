require("node:http").createServer((q, r) => r.end("posts")).listen(2368)
