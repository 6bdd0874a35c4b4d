const extensions = new Set(
  'conf cfg cnf ini json json5 jsonc yaml yml toml xml env properties sh bash py js mjs cjs ts rb php lua sql crt cer pem key csr p12 pfx jks htpasswd txt md html css csv rules acl hcl tf lock sqlite sqlite3 db service tmpl template tpl j2 cron crontab vcl pub gpg asc log jar war so'.split(
    ' ',
  ),
);
const names = new Set(
  'Caddyfile Dockerfile Makefile Procfile Gemfile Rakefile Corefile .htpasswd .env .npmrc .netrc .pgpass .gitconfig .bashrc .profile .zshrc .my.cnf resolv.conf id_rsa id_ed25519 authorized_keys known_hosts'.split(
    ' ',
  ),
);

/** Whether the name of a path is one that files have and folders have not. */
export function isFileLike(path: string): boolean {
  if (path.endsWith('/')) return false;
  const name = path.split('/').at(-1) ?? '';
  if (names.has(name) || name.startsWith('.env.')) return true;
  const [, extension = ''] = /[^.]\.([\w]+)$/.exec(name) ?? [];
  return extensions.has(extension.toLowerCase());
}
