#!/bin/sh
set -e
echo starting
exec httpd -f -p 8086
