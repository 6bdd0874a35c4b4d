# What the stand-ins share. Each `collect ROOT` gathers the files of its image under ROOT.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../../.." && pwd)
root=$1
packages=$root.packages

# unpack PACKAGE: it and what this machine lacks of its dependencies, into a folder of ours; nothing is installed.
unpack() {
  local dependencies archive
  # A fresh machine has no package lists yet.
  apt-cache show "$1" >/dev/null 2>&1 || apt-get update -qq
  dependencies=$(apt-get install --simulate --no-install-recommends "$1" | awk '$1 == "Inst" && $2 != name { print $2 }' name="$1")
  mkdir -p "$packages"
  (cd "$packages" && apt-get download -qq -o APT::Sandbox::User=root "$1" $dependencies >/dev/null)
  for archive in "$packages"/*.deb; do dpkg -x "$archive" "$packages" && rm "$archive"; done
}

# shell [NAME:UID:GID:HOME]: a shell and the usual small programs (the Dockerfile links their names), and a user to run as.
shell() {
  local name uid gid home
  unpack busybox-static
  mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,etc,root,home,lib,var} "$root/usr/local/bin"
  install -d -m 1777 "$root/tmp"
  cp "$packages/bin/busybox" "$root/bin/"
  printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/bin/false >"$root/etc/passwd"
  printf '%s\n' root:x:0: nobody:x:65534: >"$root/etc/group"
  # Without it glibc asks DNS before /etc/hosts.
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  [[ ${1:-} ]] || return 0
  IFS=: read -r name uid gid home <<<"$1"
  echo "$name:x:$uid:$gid::$home:/bin/sh" >>"$root/etc/passwd"
  echo "$name:x:$gid:" >>"$root/etc/group"
}

# program FILE TARGET: FILE as TARGET in the image, with the libraries that it is linked to.
program() {
  local folders
  install -D "$1" "$root$2"
  folders=$(find "$packages" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
  LD_LIBRARY_PATH=$folders ldd "$1" | while read -r name arrow file _; do
    if [[ $arrow == '=>' ]]; then cp -L "$file" "$root/lib/"; fi
    if [[ $name == /* ]]; then cp -L --parents "$name" "$root/"; fi
  done
}

# Whom this machine trusts, the image trusts too.
certificates() {
  mkdir -p "$root/etc/ssl/certs"
  find -L /etc/ssl/certs/ca-certificates.crt /usr/local/share/ca-certificates ${NODE_EXTRA_CA_CERTS:-} \
    -type f -name '*.*' -exec cat {} + >"$root/etc/ssl/certs/ca-certificates.crt" 2>/dev/null || true
}

# npm, and where this machine gets its packages from.
npm_of_ours() {
  local name modules=$root/usr/local/lib/node_modules
  mkdir -p "$modules"
  if [[ -d $(npm root -g 2>/dev/null)/npm/node_modules ]]; then
    cp -r "$(npm root -g 2>/dev/null)/npm" "$modules/"
  else
    npm install --silent --global --prefix "$root/usr/local" npm@11
  fi
  for name in npm npx; do ln -sf "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done
  mkdir -p "$root/usr/local/etc"
  echo "registry=$(npm config get registry 2>/dev/null)" >"$root/usr/local/etc/npmrc"
}
