import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';
import { fileAt } from '../../reading/program.ts';

const wordings = [
  /(?:^|\s)SyntaxError: (?!.*JSON)(?<what>.*)/,
  /IndentationError: (?<what>.*)|TabError: (?<tab>.*)/,
  /(?<file>[\w./-]+): (?:line )?(?<line>\d+): (?:Syntax error|syntax error)[: ]*(?<what>.*)/,
  /(?<file>[\w./-]+): (?:line )?(?<line>\d+):.*unexpected (?:end of file|EOF|token|"\w+").*/,
  /PHP Parse error: +(?<what>.*) in (?<file>\S+) on line (?<line>\d+)|Parse error: (?<php>.*) in (?<phpfile>\S+) on line/,
  /(?<file>[\w./-]+\.rb):(?<line>\d+): (?:syntax error|.*unexpected)/,
  /SyntaxError: .*JSON.*|Error parsing (?<file>\S+\.json)|JSON\.parse.*|EJSONPARSE|yaml\.(?:scanner|parser)\.\w+Error.*|YAMLException.*|did not find expected (?:key|node|'-' indicator).*|toml.*(?:parse|decode) error.*|mapping values are not allowed here.*/,
  /TSError: .*Unable to compile TypeScript|error TS\d+: (?<what>.*)|Transform failed with \d+ errors?|Unexpected token (?<token>.*)|compilation (?:failed|error)|cannot parse .*?(?<file>\S+\.(?:ya?ml|json|toml|conf))/i,
];

export const sourceSyntaxError: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service } = hit;
      if (!service) return [];
      const place = placeNear([hit.text, ...hit.before.toReversed()]);
      const inside = hit.said['file'] ?? hit.said['phpfile'] ?? place?.file;
      const file = inside ? fileAt(evidence, service, inside) : undefined;
      const line = hit.said['line'] ?? place?.line;
      const shown = file?.file ?? inside;
      // A module system's own words for a wrong kind of file are nothing of syntax.
      const kind = /Cannot use import statement|Unexpected token 'export'|require is not defined|does not provide an export named/.test(
        hit.text,
      );
      const data = /JSON|yaml|toml/i.test(hit.text);
      return [
        {
          ...{ cause: 'source-syntax-error' as const, service, sure: data ? 73 : 83 },
          evidence: [quote(hit), ...(shown && line ? [{ from: `logs of ${service}`, text: `${shown}:${line}` }] : [])],
          summary: `${shown ? `${shown}${line ? `, line ${line},` : ''}` : `a file of ${service}`} cannot be parsed: ${hit.text.trim().slice(0, 160)}`,
          suggestion: kind
            ? `let package.json say "type": "module" (or name the file .mjs), or write it with require`
            : `correct ${shown ?? 'it'}${line ? ` at or before line ${line}` : ''}`,
          ...(file && line ? { at: `${file.file}:${line}` } : {}),
        },
      ];
    }),
};

/** `/srv/web.js:4` above a message, `File "/app/x.py", line 3`. */
function placeNear(lines: string[]): { file: string; line: string } | undefined {
  for (const line of lines) {
    const found =
      /^(?:file:\/\/)?(?<file>\/[\w./@-]+):(?<line>\d+)(?::\d+)?$/.exec(line.trim())?.groups ??
      /File "(?<file>[^"]+)", line (?<line>\d+)/.exec(line)?.groups;
    if (found?.['file'] && found['line']) return { file: found['file'], line: found['line'] };
  }
  return undefined;
}
