/** What every program needs to run at all, and to reach its network: a proxy's address may hold its password. */
const ordinary =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TERM|COLORTERM|TMPDIR|TZ|XDG_\w+|NO_COLOR|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|NVM_BIN)$/;

/** All that an agent sees: what programs need, what its backend names, and what the user passes on. A variable that is not set is left out. */
export function agentEnvironment(
  environment: Record<string, string>,
  { variables = [] }: { variables?: readonly string[] },
  pass: readonly string[],
): Record<string, string> {
  const named = new Set([...variables, ...pass]);
  const fits = (name: string) => named.has(name) || (ordinary.test(name) && name !== 'XDG_RUNTIME_DIR');
  return Object.fromEntries(Object.entries(environment).filter(([name]) => fits(name)));
}
