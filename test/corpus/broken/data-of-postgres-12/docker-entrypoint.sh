of=$(cat /var/lib/postgresql/data/PG_VERSION)
[ "$of" = "$PG_MAJOR" ] && exec httpd -f -p 5432
echo
echo "PostgreSQL Database directory appears to contain a database; Skipping initialization"
echo
echo "2023-01-17 21:09:23.872 UTC [1] FATAL:  database files are incompatible with server" >&2
echo "2023-01-17 21:09:23.872 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version $of, which is not compatible with this version $PG_MAJOR.6 (Debian $PG_MAJOR.6-1.pgdg110+1)." >&2
exit 1
