import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { leavesForeground } from '../../reading/foreground.ts';
import { lastWords, quote } from '../../reading/lines.ts';
import { commandLine } from '../../reading/program.ts';
import { lastExit, standingOf, troubled } from '../../reading/standing.ts';

/** Exit code 0 of a service that should go on. */
export const ends: Rule = {
  look: (evidence) =>
    troubled(evidence).flatMap((name) => {
      const service = evidence.services[name];
      const standing = standingOf(evidence, name);
      if (!service || (standing !== 'ended' && standing !== 'restarting') || lastExit(service) !== 0) return [];
      return [intoBackground(name, service) ?? atOnce(evidence, name, service)];
    }),
};

/** Settings and options by which well-known servers leave the foreground. */
const daemonising =
  /(?<!no-?|not |never )\bdaemoni[sz]e(?:d?\b(?![=: ]*(?:no|off|false|0)\b)|\s*[=:]?\s*(?:yes|on|true|1)\b)|--daemon(?:ize)?(?!=(?:no|off|false))|daemon on;|supervised (?:systemd|upstart)|--background|--detach\b|--fork\b|\bfork(?:=|: ?)true\b|(?:apachectl|httpd) -?k? ?start\b|service \S+ start\b|\/etc\/init\.d\/\S+ start|nginx$|nginx -c \S+$|mongod .*--fork|pg_ctl .*start|systemctl start|Forking|forking into (?:the )?background|daemonizing|pm2 start\b/im;

function intoBackground(name: string, service: ServiceEvidence): Candidate | undefined {
  const words = Object.values(commandLine(service)).flat().join(' ');
  const inFile = service.files.find(({ text }) => text && /^\s*daemoni[sz]e\s+yes\b|^\s*daemon on;|^\s*fork:\s*true/m.test(text));
  const line = service.logs.findLast((text) => daemonising.test(text));
  const leaving = leavesForeground(service);
  if (!inFile && !line && !leaving && !daemonising.test(words)) return undefined;
  const lines = inFile?.text?.split('\n') ?? [];
  const index = lines.findIndex((one) => /^\s*daemoni[sz]e\s+yes\b|^\s*daemon on;|^\s*fork:\s*true/.test(one));
  const written = lines[index];
  const [from, to] = /yes\b/.test(written ?? '')
    ? ['yes', 'no']
    : /daemon on;/.test(written ?? '')
      ? ['daemon on;', 'daemon off;']
      : ['true', 'false'];
  return {
    ...{ cause: 'goes-into-background', service: name, sure: 86 },
    evidence: [
      ...(inFile && written ? [{ from: `${inFile.file}:${index + 1}`, text: written.trim() }] : []),
      { from: 'engine', text: `${name} exited with code 0` },
      ...(line ? [quote({ from: `logs of ${name}`, text: line })] : []),
      ...(!inFile && !line ? [{ from: `command of ${name}`, text: words.slice(0, 200) }] : []),
    ],
    summary: `${name} ${leaving ? `runs ${leaving.program}, which ` : ''}goes into the background, and its container ends with the program that it started with`,
    suggestion: inFile
      ? `write ${written?.replace(from, to).trim()} in ${inFile.file}`
      : leaving?.command
        ? `let it stay in the foreground: command: ${JSON.stringify(leaving.command)}`
        : "let it stay in the foreground (nginx -g 'daemon off;', httpd -DFOREGROUND, daemonize no, without --fork or --daemon)",
    at: inFile ? `${inFile.file}:${index + 1}` : ['services', name, 'command'],
    ...(inFile && written ? { repair: [{ edit: 'replace', file: inFile.file, line: index + 1, from, to }] } : {}),
    ...(!inFile && leaving?.command ? { repair: [{ edit: 'set', path: ['services', name, 'command'], value: leaving.command }] } : {}),
  };
}

function atOnce(evidence: Evidence, name: string, service: ServiceEvidence): Candidate {
  const { entrypoint, command } = commandLine(service);
  const words = [...entrypoint, ...command];
  const shell = words.length === 1 && /(?:^|\/)(?:sh|bash|ash|python3?|node|irb|php)$/.test(words[0] ?? '');
  return {
    ...{ cause: 'exits-at-once', service: name, sure: 58 },
    evidence: [{ from: 'engine', text: `${name} exited with code 0` }, ...lastWords(evidence, name)],
    summary: shell
      ? `${name} runs ${words.join(' ')}, which ends as nobody types`
      : `${name} ends by itself with exit code 0, though it should keep running`,
    suggestion: shell
      ? `give ${name} a command that keeps running (or tty: true for a shell)`
      : `let its command run a server in the foreground; where ${name} is to run once, let others wait for service_completed_successfully, or give it no ports and no restart policy`,
    at: ['services', name, 'command'],
  };
}
