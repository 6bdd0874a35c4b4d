import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckReport, ReportedFinding, RuleText } from '../../contract/check.ts';

const levels = { error: 'error', warning: 'warning', note: 'note' } as const;

/** SARIF 2.1.0, as code hosts read it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif({ directory, findings }: CheckReport, rules: readonly RuleText[], version: string): object {
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const ids = used.map(({ id }) => id);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Portside', version, informationUri: 'https://www.npmjs.com/package/portside', rules: used.map(ruleObject) },
        },
        originalUriBaseIds: { PROJECT: { uri: `${pathToFileURL(directory).href}/` } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, ids.indexOf(finding.rule), directory)),
      },
    ],
  };
}

/** An absolute URI is asked for: the page is a file of the package, so this names the rule and leads nowhere. */
function ruleObject({ id, why, docs }: RuleText): object {
  return {
    id,
    shortDescription: { text: id.replaceAll('-', ' ') },
    fullDescription: { text: why },
    help: { text: `${why} See ${docs}.` },
    helpUri: `urn:portside:rule:${id}`,
  };
}

function result({ rule, severity, message, fix, file, line, column }: ReportedFinding, index: number, directory: string): object {
  const region = line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return {
    ruleId: rule,
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: levels[severity],
    message: { text: fix ? `${message}\n${fix}` : message },
    locations:
      file === undefined ? [] : [{ physicalLocation: { artifactLocation: artifact(relative(directory, resolve(file)), file), ...region } }],
  };
}

/** A file outside of the project is named as it is. */
function artifact(inside: string, file: string): object {
  if (inside.startsWith('..')) return { uri: pathToFileURL(file).href };
  return { uri: inside.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'PROJECT' };
}
