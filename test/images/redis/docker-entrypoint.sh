#!/bin/sh
set -e
case ${1:-} in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . ! -user redis -exec chown redis {} +
  exec /usr/local/bin/setpriv --reuid redis --regid redis --clear-groups -- "$0" "$@"
fi
exec "$@"
