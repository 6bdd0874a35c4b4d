#!/bin/sh
set -e
cd /scripts
./migrate.sh
exec httpd -f -p 80
