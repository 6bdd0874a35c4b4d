echo "hello from $SITE" > /tmp/www/index.html
