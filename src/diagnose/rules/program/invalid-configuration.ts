import type { Candidate, Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';
import type { Evidence } from '../../evidence.ts';
import { fileAt } from '../../reading/program.ts';

/** Words of servers that read a settings file and refuse it; `file` and `line` where they name the place. */
const wordings = [
  /\[emerg\] \d+#\d+: (?<what>.*) in (?<file>\/\S+):(?<line>\d+)|nginx: \[emerg\] (?<emerg>.*)/,
  /\*\*\* FATAL CONFIG FILE ERROR|Bad directive or wrong number of arguments|>>> '(?<what>.*)'|Fatal error, can't open config file '?(?<file>[^'\s]+)/,
  /FATAL: +(?:configuration file "(?<file>[^"]+)" contains errors|could not (?:load|access) .*)|unrecognized configuration parameter "(?<what>[^"]+)"|syntax error in file "(?<pgfile>[^"]+)" line (?<line>\d+)/,
  /unknown variable '(?<what>[^']+)'|unknown option '(?<option>[^']+)'|\[ERROR\] .*(?:Aborting|unknown (?:variable|option))/,
  /Error parsing (?:INI|YAML) config file|Unrecognized option: (?<what>\S+)|BadValue: /,
  /AH0\d+: .*(?:Syntax error|Invalid command)|Syntax error on line (?<line>\d+) of (?<file>\S+):|Invalid command '(?<what>[^']+)'/,
  /(?:Error|error): adapting config using caddyfile: (?<what>.*)|(?<file>\/?\S*Caddyfile):(?<line>\d+)[: ].*/,
  /parsing \[(?<file>[^\]]+):(?<line>\d+)\]|\[ALERT\].*(?:config|parsing|Fatal errors found in configuration).*/,
  /(?:Conf(?:ig)? ?file|Configuration|configuration|config)[^\n]{0,60}(?:is invalid|invalid|error|could not be (?:read|parsed|loaded)|failed to (?:load|parse|read)|contains errors|unknown (?:key|field|setting|property))/,
  /(?:failed|unable|could not|cannot|error) (?:to )?(?:load(?:ing)?|pars(?:e|ing)|read(?:ing)?|open(?:ing)?) (?:the )?(?:config(?:uration)?|settings)(?: file)?.*/i,
  /unknown (?:setting|flag|option|argument|shorthand flag|command)[: ]+(?<what>.*)|unrecognized (?:option|argument|command)s?[: ]+(?<arg>.*)|flag provided but not defined: (?<flag>\S+)|(?:invalid|unexpected|illegal) (?:option|argument)s?(?: --|:)? (?<opt>.*)|error: the following arguments are required: (?<req>.*)|Unknown or unexpected option/i,
  /max virtual memory areas vm\.max_map_count \[\d+\] is too low|bootstrap check failure|bootstrap checks failed/,
  /no configuration (?:file )?(?:was )?(?:found|provided)|[Cc]onfig(?:uration)? file (?:\S+ )?(?:not found|does not exist|missing)|ENOENT.*\.(?:json|ya?ml|toml|conf|ini)'/,
];

export const invalidConfiguration: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit): Candidate[] => {
      const { service, said } = hit;
      if (!service) return [];
      if (/max_map_count/.test(hit.text))
        return [
          {
            ...{ cause: 'invalid-configuration' as const, service, evidence: [quote(hit)], sure: 88 },
            summary: `${service} refuses to start: vm.max_map_count of the machine is too low`,
            suggestion: 'on the machine: sysctl -w vm.max_map_count=262144; or, for one node alone, discovery.type=single-node',
          },
        ];
      const blank = Object.keys(evidence.variables).filter((variable) => !evidence.variables[variable]);
      // redis, of a word without its value.
      const bare = [hit.text, ...hit.after].find((line) => />>> '[\w-]+(?: "")?'\s*$/.test(line));
      if (bare && blank.length > 0)
        return [
          {
            ...{ cause: 'variable-missing' as const, service, evidence: [quote({ from: hit.from, text: bare }), quote(hit)], sure: 84 },
            summary: `${service} is given an option without its value: ${blank.join(', ')} ${blank.length > 1 ? 'have' : 'has'} none`,
            suggestion: `give ${blank.join(', ')} a value in .env`,
            at: ['services', service, 'command'],
          },
        ];
      const inside = said['file'] ?? said['pgfile'];
      const file = inside ? fileAt(evidence, service, inside) : undefined;
      // redis quotes the line between its heading and its verdict.
      const line = [...hit.before.toReversed(), ...hit.after].find((text) => text.startsWith('>>> '));
      const shown = /FATAL CONFIG|Bad directive/.test(hit.text) && line !== undefined ? `${line.slice(4)}: ${hit.text}` : hit.text;
      const next = shown === hit.text || line === undefined ? [] : [quote({ from: hit.from, text: line })];
      return [
        {
          ...{ cause: 'invalid-configuration' as const, service, evidence: [quote(hit), ...next], sure: 71 },
          summary: `${service} refuses its configuration: ${shown.trim().slice(0, 160)}`,
          suggestion: `correct ${file ? `${file.file}${said['line'] ? `, line ${said['line']}` : ''}` : inside ? `${inside} in its container` : 'its settings, or the options of its command'}`,
          at: file ? `${file.file}${said['line'] ? `:${said['line']}` : ''}` : ['services', service, 'command'],
          ...longPort(evidence, service, shown),
        },
      ];
    }),
};

/** redis-server has no short option for its port. */
function longPort({ services }: Evidence, service: string, said: string): Pick<Candidate, 'repair'> {
  const command = services[service]?.definition.command ?? [];
  const at = command.indexOf('-p');
  if (!/"-p" "\d+"/.test(said) || at < 0 || !command.some((word) => /(?:redis|valkey)-server$/.test(word))) return {};
  return { repair: [{ edit: 'set', path: ['services', service, 'command'], value: command.with(at, '--port') }] };
}
