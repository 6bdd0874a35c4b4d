# Starting a daemon in its own session, and waiting until it answers.

log_folder=/var/log
[[ $EUID == 0 ]] || log_folder=${XDG_STATE_HOME:-$HOME/.local/state}

alive_as() { [[ $(cat "/proc/$1/comm" 2>/dev/null) == "$2" ]]; }

# A killed daemon leaves its pid file; once that number is alive as something else, the next start refuses.
forget_stale_pid() {
  local file=$1 program=$2 pid
  pid=$(cat "$file" 2>/dev/null) || return 0
  alive_as "$pid" "$program" || rm -f "$file"
}

# start_daemon NAME ANSWERS COMMAND…: ANSWERS is a function that succeeds once the daemon does.
start_daemon() {
  local name=$1 answers=$2 log=$log_folder/portside-$1.log
  shift 2
  mkdir -p "$log_folder"
  # It outlives the folder that it was started from.
  (cd / && exec setsid "$@" >"$log" 2>&1 </dev/null 9>&-) &
  wait_for "$name" "$answers" "$log" $!
}

wait_for() {
  local name=$1 answers=$2 log=$3 pid=$4 deadline=$((SECONDS + 60))
  until $answers; do
    if ((SECONDS >= deadline)) || ! kill -0 "$pid" 2>/dev/null; then
      tail -n 15 "$log" >&2 || true
      die "$name did not start, the end of $log is above"
    fi
    sleep 0.1
  done
}
