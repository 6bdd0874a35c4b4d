mkdir -p /tmp/www
