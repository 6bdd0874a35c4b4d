#!/bin/sh
if [ -n "$PREPARE" ]; then
  echo preparing
exec httpd -f -p 80
