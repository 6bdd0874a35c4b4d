cat >&2 <<'TRACE'
INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
ERROR [alembic.util.messaging] Can't locate revision identified by 'ae1027a6acf2'
FAILED: Can't locate revision identified by 'ae1027a6acf2'
TRACE
exit 255
