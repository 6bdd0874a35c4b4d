#!/bin/sh
set -e
exec httpd -f -p 8017
