import type { ComposeService } from '../../../deploy/model/compose-file.ts';
import type { Power } from '../power.ts';

/** What a container may do to the kernel and its devices. Details go on behind the service's name. */
export function containerPowers(service: ComposeService): Power[] {
  return [
    ...(service['privileged'] === true ? [power('privileged', 'would run privileged')] : []),
    ...texts(service['cap_add']).map((name) =>
      power('capability', `would have the capability ${name}`, name.toUpperCase().replace(/^CAP_/, '')),
    ),
    ...texts(service['security_opt'])
      .filter(isLoose)
      .map((option) => power('security_opt', `would run with ${option}`, option.replace('=', ':'))),
    ...each(service['devices'], 'device', 'would get the device', deviceOf),
    ...each(service['device_cgroup_rules'], 'device', 'would get devices by the rule', String),
    ...each(Object(service.deploy?.['resources'])['reservations']?.['devices'], 'device', 'would reserve the device', JSON.stringify),
    ...each(service['gpus'], 'device', 'would get the graphics card', JSON.stringify),
    ...each(service['group_add'], 'group', 'would be in the group', String),
    ...each(service['credential_spec'], 'credential_spec', 'would use the credentials', JSON.stringify),
    ...Object.entries(Object(service['sysctls'])).map(([name, value]) =>
      power('sysctl', `would set ${name} to ${String(value)}`, `${name}=${String(value)}`),
    ),
    ...one(service['runtime'], 'runtime', 'would run under the runtime'),
    ...one(service['cgroup_parent'], 'cgroup', 'would run in the control group'),
    ...(service['oom_kill_disable'] === true ? [power('memory', 'could not be ended when memory runs out')] : []),
    ...(Number(service['oom_score_adj'] ?? 0) < 0 ? [power('memory', 'would be ended after others when memory runs out')] : []),
    ...(isRoot(service['user']) ? [power('user', 'would run as root')] : []),
    ...hookPowers(service),
    ...logPowers(service),
  ];
}

export function power(what: string, detail: string, ...keys: string[]): Power {
  return { what, detail, keys: keys.length > 0 ? keys : [what] };
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function isLoose(option: string): boolean {
  return !/^no-new-privileges(?:[:=]true)?$/i.test(option);
}

function deviceOf(device: unknown): string {
  if (typeof device === 'string') return device;
  const { source, permissions = 'rwm' } = Object(device);
  return `${String(source)} (${String(permissions)})`;
}

function each(value: unknown, what: string, words: string, nameOf: (item: unknown) => string): Power[] {
  const items: unknown[] = value === undefined || value === null ? [] : [value].flat();
  return items.map((item) => power(what, `${words} ${nameOf(item)}`, nameOf(item)));
}

function one(value: unknown, what: string, words: string): Power[] {
  return typeof value === 'string' && value !== '' ? [power(what, `${words} ${value}`, value)] : [];
}

export function isRoot(user: unknown): boolean {
  return /^(?:root|0+)(?::|$)/.test(String(user ?? ''));
}

function hookPowers({ post_start: after = [], pre_stop: before = [] }: ComposeService): Power[] {
  return [...after, ...before].flatMap((hook) => {
    const command = [hook.command].flat().join(' ');
    return [
      ...(hook.privileged ? [power('hook', `would run a hook privileged: ${command}`, 'privileged')] : []),
      ...(isRoot(hook.user) ? [power('hook', `would run a hook as root: ${command}`, 'root')] : []),
    ];
  });
}

/** Others send what a container prints elsewhere. */
function logPowers(service: ComposeService): Power[] {
  const driver = String(Object(service['logging'])['driver'] ?? 'json-file');
  return ['json-file', 'local', 'none', 'journald'].includes(driver) ? [] : [power('logging', `would log through ${driver}`, driver)];
}
