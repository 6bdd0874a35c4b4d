# Podman behind its Docker-compatible socket.

podman_packages=(podman netavark aardvark-dns catatonit runc)
podman_socket=/run/podman/podman.sock
[[ $EUID == 0 ]] || podman_socket=${XDG_RUNTIME_DIR:-/run/user/$EUID}/podman/podman.sock

podman_answers() { [[ -S $podman_socket ]] && podman --url "unix://$podman_socket" version >/dev/null 2>&1; }

podman_ready() {
  podman_answers && compose_answers || return
  say "Podman $(podman version --format '{{.Client.Version}}') at DOCKER_HOST=unix://$podman_socket, Compose $(docker compose version --short)"
}

podman_up() {
  if ! podman_answers; then
    command -v podman >/dev/null || install_packages "${podman_packages[@]}"
    [[ $EUID == 0 ]] && fit_podman_to_machine
    mkdir -p "${podman_socket%/*}"
    start_daemon podman podman_answers podman system service --time 0 "unix://$podman_socket"
  fi
  compose_up
}

# A drop-in, so that nobody's containers.conf is touched; only what this machine cannot do without.
fit_podman_to_machine() {
  local drop_in=/etc/containers/containers.conf.d/portside.conf wanted
  wanted=$(podman_settings)
  [[ -e $drop_in || -z $wanted ]] && return
  say "new $drop_in: ${wanted//$'\n'/ }"
  mkdir -p "${drop_in%/*}"
  printf '%s\n' "$wanted" >"$drop_in"
}

podman_settings() {
  if ! may_raise_limits; then
    echo '[containers]'
    echo 'default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]'
  fi
  if hybrid_cgroups; then
    echo '[network]'
    echo 'network_backend = "netavark"'
    echo '[engine]'
    echo 'runtime = "runc"'
  fi
}

may_raise_limits() {
  local cap_sys_resource=24
  (((0x$(awk '$1 == "CapEff:" { print $2 }' /proc/self/status) >> cap_sys_resource) & 1))
}

hybrid_cgroups() { [[ -d /sys/fs/cgroup/unified ]]; }
