# Docker Engine with Compose.

PATH=$PATH:/usr/sbin:/sbin
docker_packages=(docker.io docker-cli docker-compose docker-buildx containerd iptables)

docker_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
compose_answers() { docker compose version >/dev/null 2>&1; }

docker_ready() {
  docker_answers && compose_answers || return
  say "Docker $(docker version --format '{{.Server.Version}}'), Compose $(docker compose version --short)"
}

docker_up() {
  if ! docker_answers; then
    docker_refusal
    command -v dockerd >/dev/null || install_packages "${docker_packages[@]}"
    docker_answers || start_docker
  fi
  compose_up
}

# Reasons that no installation would cure.
docker_refusal() {
  if [[ ${DOCKER_HOST:-} ]]; then die "DOCKER_HOST is $DOCKER_HOST, and nothing answers there: start that engine or unset DOCKER_HOST"; fi
  if [[ $(docker version 2>&1) == *"permission denied"* ]]; then
    die "you may not use the engine's socket: \`sudo usermod -aG docker $(id -un)\`, then log in again"
  fi
}

start_docker() {
  [[ $EUID == 0 ]] || explain_start "sudo systemctl start docker"
  if [[ -d /run/systemd/system ]]; then
    systemctl start docker
    return
  fi
  local pid_file=/var/run/docker.pid log=$log_folder/portside-dockerd.log
  forget_stale_pid "$pid_file" dockerd
  forget_stale_pid /var/run/docker/containerd/containerd.pid containerd
  if [[ -e $pid_file ]]; then
    wait_for dockerd docker_answers "$log" "$(cat "$pid_file")"
  else
    start_daemon dockerd docker_answers dockerd
  fi
}

# Compose itself, wherever the engine came from.
compose_up() {
  compose_answers && return
  [[ -e $debian_plugins/docker-compose ]] || install_packages docker-cli docker-compose docker-buildx
  compose_answers || link_plugins
  compose_answers || die "\`docker compose\` is missing: https://docs.docker.com/compose/install"
}

debian_plugins=/usr/libexec/docker/cli-plugins

# A client that is not Debian's, earlier on PATH, may not look into Debian's folder.
link_plugins() {
  local mine=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins plugin
  for plugin in docker-compose docker-buildx; do
    [[ -e $debian_plugins/$plugin && ! -e $mine/$plugin ]] || continue
    mkdir -p "$mine"
    ln -sf "$debian_plugins/$plugin" "$mine/$plugin"
    say "linked $mine/$plugin"
  done
}
