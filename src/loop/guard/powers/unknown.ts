import type { ComposeService } from '../../../deploy/model/compose-file.ts';
import type { Power, Reach } from '../power.ts';
import { power } from './containers.ts';

/** Settings that nobody here judged, such as those of a newer Compose: a service has them as base had them, or not at all. */
export function unknownPowers(service: ComposeService, { place }: Reach): Power[] {
  const placed = (_: string, inner: unknown) => (typeof inner === 'string' && inner.startsWith('/') ? place(inner).path : inner);
  return Object.entries(service).flatMap(([key, value]) => {
    if (judged.has(key) || key.startsWith('x-') || value === null) return [];
    return [power(key, `would have ${key}, which ${told[key] ?? 'this Portside cannot judge'}`, JSON.stringify(value, placed))];
  });
}

const told: Record<string, string> = {
  provider: 'runs a program of the machine',
  develop: 'watches and copies files of the machine',
  annotations: "may change how the engine's runtime isolates it",
  isolation: 'changes how it is isolated',
};

/** By the other powers, or because they stay within the container. */
const judged: ReadonlySet<string> = new Set([
  ...['attach', 'blkio_config', 'build', 'cap_add', 'cap_drop', 'cgroup', 'cgroup_parent', 'command', 'configs', 'container_name'],
  ...['cpu_count', 'cpu_percent', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'cpus', 'cpuset'],
  ...['credential_spec', 'depends_on', 'deploy', 'device_cgroup_rules', 'devices', 'dns', 'dns_opt', 'dns_search', 'domainname'],
  ...['entrypoint', 'env_file', 'environment', 'expose', 'external_links', 'extra_hosts', 'gpus', 'group_add', 'healthcheck', 'hostname'],
  ...['image', 'init', 'ipc', 'label_file', 'labels', 'links', 'logging', 'mac_address', 'mem_limit', 'mem_reservation'],
  ...['mem_swappiness', 'memswap_limit', 'network_mode', 'networks', 'oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'platform'],
  ...['ports', 'post_start', 'pre_stop', 'privileged', 'profiles', 'pull_policy', 'pull_refresh_after', 'read_only', 'restart', 'runtime'],
  ...['scale', 'secrets', 'security_opt', 'shm_size', 'stdin_open', 'stop_grace_period', 'stop_signal', 'storage_opt', 'sysctls'],
  ...['tmpfs', 'tty', 'ulimits', 'use_api_socket', 'user', 'userns_mode', 'uts', 'volumes', 'volumes_from', 'working_dir'],
]);
