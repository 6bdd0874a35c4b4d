#!/bin/sh
mkdir -p /tmp/api && echo '{"status":"ok"}' > /tmp/api/index.html
httpd -p 127.0.0.1:3000 -h /tmp/api
mkdir -p /tmp/web && wget -q -O /tmp/web/index.html "$API_URL" || exit 1
exec httpd -f -p 80 -h /tmp/web
