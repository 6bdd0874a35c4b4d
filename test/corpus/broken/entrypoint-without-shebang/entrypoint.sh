echo "worker starts, level $LOGLEVEL"
exec sleep 3600
