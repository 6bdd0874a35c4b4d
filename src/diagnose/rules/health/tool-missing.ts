import { requestWith } from '../../../deploy/model/request-with.ts';
import type { Candidate } from '../../candidate.ts';
import { type About, base, said } from './about.ts';

/** It calls a program that is not there. */
export function toolMissing(about: About): Candidate | undefined {
  const { name, service, test } = about;
  const line = said(
    about,
    /exec: "(?<tool>[^"]+)": (?:executable file not found|stat \S+: no such file)|(?:^|[\s/])(?:\w*sh)(?:: line)?:? ?\d*:? (?<shell>[\w./+-]+): (?:command )?not found|(?:^|\s)(?<plain>[\w./+-]+): (?:command )?not found|executable file `(?<podman>[^`]+)` not found|(?<other>\S+): No such file or directory$/,
  );
  const tool = line?.said['tool'] ?? line?.said['shell'] ?? line?.said['plain'] ?? line?.said['podman'];
  if (!line || !tool || !test.join(' ').includes(tool.split('/').at(-1) ?? tool)) return undefined;
  const instead = replacement(about, tool);
  const healthcheckOf = service.definition.healthcheck?.test ? 'the healthcheck' : "the image's own healthcheck";
  return {
    ...{ ...base(about, line, 91), cause: 'healthcheck-tool-missing' },
    summary: `${healthcheckOf} of ${name} calls ${tool}, which is not in its image`,
    suggestion: instead
      ? `ask with what is there: test: ${JSON.stringify(instead)}`
      : `ask with a program that is in the image${service.tools && service.tools.length > 0 ? ` (${service.tools.join(', ')})` : ''}, or install ${tool} there`,
    ...(instead ? { repair: [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value: instead }] } : {}),
  };
}

/** The same question, asked with a program that the container has. */
function replacement({ test, service }: About, missing: string): string[] | undefined {
  const words = test.join(' ');
  const tools = service.tools ?? [];
  if (/redis|valkey/.test(service.definition.image ?? '') && missing !== 'redis-cli')
    return tools.includes('redis-cli') ? ['CMD', 'redis-cli', 'ping'] : undefined;
  const url = /https?:\/\/[^\s"')|;]+/.exec(words)?.[0];
  const port = /\/dev\/tcp\/([\w.]+)\/(\d+)/.exec(words) ?? /\bnc\b.*?\s([\w.]+)\s+(\d+)/.exec(words);
  const request = url && requestWith(url, (program) => tools.includes(program));
  if (request) return ['CMD', ...request];
  if (port && tools.includes('nc')) return ['CMD', 'nc', '-z', port[1] ?? '127.0.0.1', port[2] ?? ''];
  return undefined;
}
