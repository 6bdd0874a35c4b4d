[ -n "$POSTGRES_PASSWORD" ] && exec httpd -f -p 5432
cat >&2 <<'SAID'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
SAID
exit 1
