/** Why Compose does not accept a file, read from its message; `path` is the key that it is about, empty where it names none. */
export type ComposeRefusal = { path: (string | number)[] } & (
  | { kind: 'unknown-key'; key: string }
  /** `wanted` in Compose's words: list, mapping, string … */
  | { kind: 'wrong-type'; wanted: string }
  | { kind: 'not-one-of'; choices: string[] }
  | { kind: 'undefined'; what: 'service' | 'volume' | 'network' | 'secret' | 'config'; service: string; name: string }
  | { kind: 'nothing-to-run'; service: string }
  | { kind: 'env-file-missing'; file: string }
  | { kind: 'file-missing'; file: string }
  /** The first service is the last one too. */
  | { kind: 'cycle'; services: string[] }
  | { kind: 'extends-unknown'; service: string; name: string }
  | { kind: 'contradiction'; service: string; keys: string[] }
  /** An item of a service's ports or volumes that says this; Compose does not name the service. */
  | { kind: 'bad-item'; key: 'ports' | 'volumes'; text: string }
  | { kind: 'variable-missing'; name: string }
  | { kind: 'healthcheck-form' }
  | { kind: 'other' }
);
