set -e
mkdir -p /www/site /www/admin
httpd -p 127.0.0.1:8080 -h /www/admin
exec httpd -f -p 8080 -h /www/site
