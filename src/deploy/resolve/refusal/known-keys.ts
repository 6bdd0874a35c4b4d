/** Keys of the Compose specification, by where they may stand: https://github.com/compose-spec/compose-spec/blob/main/spec.md */
const keys: Record<string, string> = {
  '': 'version name include services networks volumes configs secrets models',
  service:
    'annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation labels label_file links logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_stop privileged profiles provider pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir',
  build:
    'additional_contexts args cache_from cache_to context dockerfile dockerfile_inline entitlements extra_hosts isolation labels network no_cache platforms privileged pull secrets shm_size ssh tags target ulimits',
  healthcheck: 'disable interval retries start_interval start_period test timeout',
  deploy: 'endpoint_mode labels mode placement replicas resources restart_policy rollback_config update_config',
  resources: 'limits reservations',
  limits: 'cpus memory pids',
  logging: 'driver options',
  depends_on: 'condition required restart',
  networks: 'attachable driver driver_opts enable_ipv4 enable_ipv6 external internal ipam labels name',
  volumes: 'driver driver_opts external labels name',
  secrets: 'driver driver_opts environment external file labels name template_driver',
  configs: 'content environment external file labels name template_driver',
};

/** What people write for them. */
const synonyms: Record<string, string> = {
  env: 'environment',
  envs: 'environment',
  environments: 'environment',
  envfile: 'env_file',
  dependson: 'depends_on',
  depends: 'depends_on',
  'depends-on': 'depends_on',
  'env-file': 'env_file',
  'container-name': 'container_name',
  containername: 'container_name',
  workdir: 'working_dir',
  working_directory: 'working_dir',
  'restart-policy': 'restart',
  cmd: 'command',
  health_check: 'healthcheck',
  port: 'ports',
  volume: 'volumes',
  network: 'networks',
  service: 'services',
};

/** The keys that may stand in the map at a path; none where that is not known. */
export function keysAt(path: (string | number)[]): string[] {
  const [section = '', , ...rest] = path;
  if (path.length === 0) return listOf('');
  if (section !== 'services') return path.length === 2 ? listOf(String(section)) : [];
  if (path.length === 2) return listOf('service');
  if (rest[0] === 'depends_on' && rest.length === 2) return listOf('depends_on');
  const name = String(rest.at(-1));
  return rest.length === 1 || name === 'resources' || name === 'limits'
    ? listOf(name === 'volumes' || name === 'networks' ? 'none' : name)
    : [];
}

export function isServiceKey(key: string): boolean {
  return listOf('service').includes(key);
}

export function synonymOf(key: string, known: readonly string[]): string | undefined {
  const meant = synonyms[key.toLowerCase()];
  return meant !== undefined && known.includes(meant) ? meant : undefined;
}

function listOf(name: string): string[] {
  return keys[name]?.split(' ') ?? [];
}
