set -e
mkdir -p /tmp/site
echo ready > /tmp/site/index.html
exec httpd -f -p 8080 -h /tmp/site
