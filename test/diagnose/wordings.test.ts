import { expect, test } from 'vitest';
import type { Cause } from '../../src/contract/cause.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { failing } from './scene.ts';

const said: [Cause, string][] = [
  ['unreachable-service-name', 'Error: getaddrinfo ENOTFOUND databse'],
  ['unreachable-service-name', 'psycopg2.OperationalError: could not translate host name "pgsql" to address: Name or service not known'],
  ['unreachable-service-name', 'dial tcp: lookup rabbit on 127.0.0.11:53: no such host'],
  ['unreachable-service-name', 'nginx: [emerg] host not found in upstream "backend" in /etc/nginx/conf.d/default.conf:3'],
  ['unreachable-service-name', 'Caused by: java.net.UnknownHostException: kafka1'],
  ['name-not-resolved', 'Error: getaddrinfo EAI_AGAIN api.example.org'],
  ['name-not-resolved', 'connect to host.docker.internal failed: getaddrinfo ENOTFOUND host.docker.internal'],
  ['variable-missing', 'Error: getaddrinfo ENOTFOUND undefined'],
  ['variable-missing', 'Error: Database is uninitialized and superuser password is not specified.'],
  ['variable-missing', 'Error: JWT_SECRET environment variable is not set'],
  ['variable-missing', "KeyError: 'DATABASE_URL'"],
  ['variable-missing', 'panic: required key DB_HOST missing value'],
  ['variable-missing', 'error: Environment variable not found: DATABASE_URL.'],
  ['variable-missing', 'Could not resolve placeholder \'SPRING_DB_URL\' in value "${SPRING_DB_URL}"'],
  ['module-not-found', "Error: Cannot find module 'express'"],
  ['module-not-found', "ModuleNotFoundError: No module named 'flask'"],
  ['module-not-found', 'cannot load such file -- bundler/setup (LoadError)'],
  ['module-not-found', 'Error: Could not find or load main class com.example.App'],
  ['module-not-found', "PHP Fatal error:  Uncaught Error: Failed opening required '/app/vendor/autoload.php'"],
  ['module-not-found', 'error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory'],
  ['wrong-password', 'FATAL:  password authentication failed for user "shop"'],
  ['wrong-password', "ERROR 1045 (28000): Access denied for user 'root'@'172.18.0.3' (using password: YES)"],
  ['wrong-password', 'NOAUTH Authentication required.'],
  ['wrong-password', 'MongoServerError: Authentication failed.'],
  ['wrong-password', 'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN'],
  ['tls-certificate', 'x509: certificate signed by unknown authority'],
  ['tls-certificate', 'Error: self-signed certificate in certificate chain'],
  ['tls-certificate', 'javax.net.ssl.SSLHandshakeException: PKIX path building failed'],
  ['tls-certificate', 'The server does not support SSL connections'],
  ['tls-certificate', '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)'],
  ['permission-denied', "Error: EACCES: permission denied, mkdir '/data/cache'"],
  ['permission-denied', "PermissionError: [Errno 13] Permission denied: '/var/log/app.log'"],
  ['permission-denied', 'mkdir: cannot create directory ‘/bitnami/postgresql/data’: Permission denied'],
  ['privileged-port', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)'],
  ['privileged-port', 'Error: listen EACCES: permission denied 0.0.0.0:443'],
  ['port-taken', 'Error: listen EADDRINUSE: address already in use :::3000'],
  ['port-taken', 'OSError: [Errno 98] Address already in use'],
  ['read-only-file-system', "OSError: [Errno 30] Read-only file system: '/app/cache'"],
  ['no-space', 'ENOSPC: no space left on device, write'],
  ['file-descriptors', 'accept4: too many open files'],
  ['heap-limit', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['heap-limit', 'java.lang.OutOfMemoryError: Java heap space'],
  ['exec-format', 'exec /usr/local/bin/app: exec format error'],
  ['interpreter-missing', 'exec /entrypoint.sh: no such file or directory'],
  ['crlf-entrypoint', "/usr/bin/env: 'bash\\r': No such file or directory"],
  ['command-not-found', 'sh: 1: cross-env: not found'],
  ['command-not-found', 'bash: line 1: gunicorn: command not found'],
  ['source-syntax-error', "SyntaxError: Unexpected token '}'"],
  ['source-syntax-error', '/start.sh: line 7: syntax error: unexpected end of file (expecting "fi")'],
  ['source-syntax-error', 'PHP Parse error:  syntax error, unexpected token "}" in /var/www/index.php on line 12'],
  ['variable-malformed', 'TypeError [ERR_INVALID_URL]: Invalid URL'],
  ['variable-malformed', 'strconv.Atoi: parsing "80a": invalid syntax'],
  ['variable-malformed', "ValueError: invalid literal for int() with base 10: 'abc'"],
  ['migration-failed', 'Error: P3009: migrate found failed migrations in the target database'],
  ['migration-failed', "alembic.util.exc.CommandError: Can't locate revision identified by 'ae10'"],
  ['invalid-configuration', 'nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/nginx.conf:12'],
  ['invalid-configuration', "mysqld: unknown variable 'default_authentication=x'"],
  ['invalid-configuration', 'max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]'],
  ['volume-not-empty', 'FATAL:  database files are incompatible with server'],
  ['volume-not-empty', "Can't handle RDB format version 12"],
  ['connection-refused', 'Error: connect ECONNREFUSED 10.0.0.9:8500'],
  ['crashed', 'thread main has had enough of it'],
];

test.each(said)('%s is what "%s" means', (cause, line) => {
  const found = diagnose(failing(['starting', line]));
  expect(found.cause).toBe(cause);
  expect(found.service).toBe('web');
  expect(found.evidence.map(({ text }) => text)).toContain(line.trim());
  expect(found.suggestion).not.toBe('');
});

const ofEngine: [Cause, string][] = [
  ['command-not-found', 'failed to create task for container: exec: "gunicorn": executable file not found in $PATH: unknown'],
  ['not-executable', 'exec: "/entrypoint.sh": permission denied: unknown'],
  ['user-does-not-exist', 'unable to find user app: no matching entries in passwd file'],
  ['workdir-wrong', 'Cannot mkdir: /srv/app is not a directory'],
  ['address-pool-exhausted', 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'],
  [
    'config-file-is-a-directory',
    'error mounting "/shop/nginx.conf" to rootfs at "/etc/nginx/nginx.conf": not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?',
  ],
  ['bind-source-missing', 'invalid mount config for type "bind": bind source path does not exist: /shop/data'],
  [
    'port-taken',
    'driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:8080 failed: port is already allocated',
  ],
  ['device-missing', 'could not select device driver "nvidia" with capabilities: [[gpu]]'],
  [
    'wrong-architecture',
    'image with reference redis:7 was found but does not match the specified platform: wanted linux/s390x, actual: linux/amd64',
  ],
  ['limit-impossible', 'range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available'],
];

test.each(ofEngine)('%s is what the engine means by "%s"', (cause, message) => {
  const evidence = failing([], { stage: 'apply', message: `cannot start web: ${message}` });
  const web = { ...evidence.services['web'], containers: [] };
  const found = diagnose({ ...evidence, services: { web: { definition: { command: ['gunicorn'] }, logs: [], files: [], ...web } } });
  expect(found.cause).toBe(cause);
  expect(found.evidence[0]?.text).toContain(message);
});
