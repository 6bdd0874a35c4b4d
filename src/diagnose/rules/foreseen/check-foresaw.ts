import type { Cause } from '../../../contract/cause.ts';
import { type Finding, placeOf } from '../../../deploy/model/finding.ts';
import type { Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { linesOf, quote } from '../../reading/lines.ts';
import { dependenciesOf, troubled } from '../../reading/standing.ts';

/** What would be said where a finding has come true. */
const symptoms: Partial<Record<Cause, RegExp>> = {
  'url-means-localhost': /ECONNREFUSED|refused|127\.0\.0\.1|localhost|::1|\b50[234]\b/i,
  'unreachable-service-name': /ENOTFOUND|EAI_AGAIN|resol|no such host|Unknown.*host|not found in upstream|bad address|Name or service/i,
  'no-shared-network':
    /ENOTFOUND|EAI_AGAIN|resol|no such host|Unknown.*host|not found in upstream|bad address|Name or service|timed? ?out|unreachable/i,
  'service-in-inactive-profile': /ENOTFOUND|EAI_AGAIN|resol|no such host|Unknown.*host|not found in upstream|bad address|Name or service/i,
  'wrong-container-port': /ECONNREFUSED|refused|timed? ?out/i,
  'listens-on-loopback': /ECONNREFUSED|refused|loopback|127\.0\.0\.1|accepted and closed/i,
  'connection-refused': /ECONNREFUSED|refused/i,
  'crlf-entrypoint': /no such file|not found|\\r|bad interpreter|illegal option/i,
  'exec-format': /exec format/i,
  'interpreter-missing': /no such file|not found|bad interpreter/i,
  'not-executable': /permission denied|126/i,
  'command-not-found': /not found|127|no such file/i,
  'entrypoint-wrong': /not found|no such file/i,
  'workdir-wrong': /not found|no such file|Cannot find module|can't open file|not a directory/i,
  'config-file-is-a-directory': /EISDIR|is a directory|not a directory|directory onto a file/i,
  'bind-source-missing': /ENOENT|no such file|not found|does not exist/i,
  'module-not-found': /Cannot find|No module|not found|cannot load/i,
  'copy-ignored': /Cannot find|not found|No module|ENOENT|no such file/i,
  'source-syntax-error': /syntax|unexpected|parse/i,
  'healthcheck-tool-missing': /not found|no such file/i,
  'healthcheck-wrong-port': /refused|can't connect|couldn't connect/i,
  'healthcheck-wrong-path': /40\d|not found/i,
  'healthcheck-ipv6-localhost': /refused|::1|bad address|can't connect/i,
  'healthcheck-too-impatient': /unhealthy|not healthy|timeout/i,
  'depends-on-without-condition': /ECONNREFUSED|refused|ENOTFOUND|EAI_AGAIN|resol|starting up|no such host/i,
  'waits-for-a-server-to-end': /not done yet|not (?:done|ended|finished)|after \d+/i,
  'publishes-wrong-port': /nothing listens|refused|closed at once/i,
  'variable-missing': /missing|required|not set|undefined|empty|must|wrong number of arguments|KeyError|unbound/i,
  'variable-malformed': /invalid|malformed|parse|must/i,
  'wrong-password': /auth|denied|password|WRONGPASS/i,
  'read-only-file-system': /read-only|EROFS/i,
  'permission-denied': /denied|EACCES|EPERM|not permitted/i,
  'oom-killed': /137|out of memory|killed/i,
  'goes-into-background': /code 0/i,
  'privileged-port': /EACCES|denied/i,
  'tls-certificate': /certificate|TLS|SSL/i,
  'user-does-not-exist': /unable to find user|no matching entries/i,
};

/** A finding of check whose cause the failure bears out; where it stopped the deployment, no more is needed. */
export const checkForesaw: Rule = {
  look(evidence) {
    const stopped = evidence.stage === 'check';
    const about = new Set(troubled(evidence).flatMap((name) => [name, ...dependenciesOf(evidence, name)]));
    return evidence.findings.flatMap((finding, index) => {
      const { cause, service, message, at, fix, repair, severity } = finding;
      const isReason = stopped && severity === 'error';
      if (!cause || (stopped && severity !== 'error')) return [];
      const bearing = isReason ? undefined : symptomOf(evidence, finding);
      if (!isReason && (!bearing || (service !== undefined && !about.has(service)))) return [];
      const sure = isReason ? 96 - index : severity === 'note' ? 62 : severity === 'warning' ? 81 : 86;
      const inProject = at && { ...at, file: at.file.replace(`${evidence.directory}/`, '') };
      const place = inProject && placeOf(inProject);
      const line = inProject && evidence.lines[`${inProject.file}:${inProject.line}`];
      return [
        {
          ...{ cause, sure, summary: message, ...(service ? { service } : {}) },
          // What it saw beside the file, such as who holds a subnet, stands in its words only.
          evidence: [
            ...(bearing ? [bearing] : []),
            ...(line && place ? [{ from: place, text: line }] : []),
            ...(isReason || !line ? [{ from: line ? 'check' : (place ?? 'check'), text: message }] : []),
          ],
          suggestion: fix ?? finding.why ?? 'see portside check',
          ...(place ? { at: place } : {}),
          ...(repair ? { repair } : {}),
        },
      ];
    });
  },
};

function symptomOf(evidence: Evidence, { cause, service, severity }: Finding) {
  const words = cause && symptoms[cause];
  if (!words) return undefined;
  const mine = linesOf(evidence, ['engine', 'health', 'log'])
    .flat()
    .filter((line) => words.test(line.text));
  const own = mine.findLast((line) => line.service === service) ?? (severity === 'note' ? undefined : mine.at(-1));
  return own ? quote(own) : undefined;
}
