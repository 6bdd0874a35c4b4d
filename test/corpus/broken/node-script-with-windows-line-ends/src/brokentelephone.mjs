#!/usr/bin/env node
import http from "node:http";
http.createServer((_, r) => r.end("?")).listen(5000);
