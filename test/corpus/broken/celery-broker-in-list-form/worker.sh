at=${CELERY_BROKER_URL#*@}
at=${at%%/*}
nc -w 1 "${at%:*}" "${at#*:}" </dev/null 2>/dev/null && { echo "[INFO/MainProcess] Connected to amqp://guest:**@$at//"; exec sleep 1000000; }
echo "[2024-02-02 14:14:04,293: ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@127.0.0.1:${at#*:}//: [Errno 111] Connection refused." >&2
echo "kombu.exceptions.OperationalError: [Errno 111] Connection refused" >&2
exit 1
