# Installing packages on Debian, said beforehand and agreed to.

trixie_source=/etc/apt/sources.list.d/portside-trixie.sources
trixie_pins=/etc/apt/preferences.d/portside-trixie
from_trixie=(docker.io docker-cli docker-compose docker-buildx containerd)
export DEBIAN_FRONTEND=noninteractive

installed() { dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

release() { (. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_CODENAME:-}"); }

# Debian 12's own Docker lacks start_interval and its Compose is the old one, so both come from Debian 13.
needs_trixie() {
  [[ $(release) == "debian bookworm" ]] || return 1
  local package
  for package in "$@"; do [[ " ${from_trixie[*]} " == *" $package "* ]] && return; done
  return 1
}

# install_packages PACKAGE…: says what will change, asks on a terminal, installs what is missing.
install_packages() {
  local missing=() package
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0

  [[ $(release) == debian\ * && $(release) != "debian bullseye" && $EUID == 0 ]] || explain "${missing[@]}"

  local source=""
  if needs_trixie "${missing[@]}" && [[ ! -e $trixie_source ]]; then
    source=$(cat_sources) || true
    [[ $source ]] || die "found no bookworm source in /etc/apt to copy the mirror and keyring from"
  fi

  say "this changes the machine:"
  [[ $source ]] && say "  new $trixie_source (trixie, from the mirror that /etc/apt already names)" &&
    say "  new $trixie_pins (only ${from_trixie[*]} come from there)"
  say "  apt-get install ${missing[*]} (and what they depend on)"
  agreed || die "nothing was changed"

  if [[ $source ]]; then
    printf '%s\n' "$source" >"$trixie_source"
    pins >"$trixie_pins"
  fi
  quietly apt-get update
  quietly apt-get install --yes --no-install-recommends "${missing[@]}"
}

cat_sources() {
  local files=()
  shopt -s nullglob
  files=(/etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.lis[t])
  shopt -u nullglob
  awk -v suite=trixie -f "$parts/source-beside.awk" "${files[@]}" 2>/dev/null
}

pins() {
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n\n'
  printf 'Package: %s\nPin: release n=trixie\nPin-Priority: 600\n' "${from_trixie[*]}"
}

# Other tools on this machine may hold apt's lock for a moment.
quietly() {
  local log
  log=$(mktemp)
  "$1" -o DPkg::Lock::Timeout=120 "${@:2}" >"$log" 2>&1 </dev/null ||
    { tail -n 20 "$log" >&2; rm -f "$log"; die "\`$*\` failed, see above"; }
  rm -f "$log"
}
