import type { Rule } from '../../candidate.ts';
import { find, quote } from '../../reading/lines.ts';
import { fileAt } from '../../reading/program.ts';

const wordings = [
  /(?:EISDIR|IsADirectoryError)[^'"]*['"](?<path>[^'"]+)['"]/,
  /(?:read|open|load|reading|opening|loading)\w* ['"]?(?<path>\/[\w./@+-]+)['"]?:? .{0,20}[Ii]s a directory/,
  /(?<path>\/[\w./@+-]+)['"]?:? [Ii]s a directory/,
  /EISDIR|IsADirectoryError|[Ii]s a directory(?! but)|illegal operation on a directory/,
];

/** The engine makes an empty folder where the source of a mount does not exist, and the program finds that instead of its file. */
export const folderForAFile: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const { service } = hit;
      const seen = service ? evidence.services[service] : undefined;
      if (!service || !seen) return [];
      const named = hit.said['path'];
      const mounts = (seen.definition.volumes ?? [])
        .map((mount, index) => ({ ...mount, index }))
        .filter(({ type, target }) => type === 'bind' && (named ? named === target : /\.\w+$/.test(target)));
      const folder = mounts.find(({ target }) => fileAt(evidence, service, target)?.kind === 'directory');
      if (!folder) return [];
      const shown = fileAt(evidence, service, folder.target)?.file ?? folder.source ?? folder.target;
      return [
        {
          ...{ cause: 'config-file-is-a-directory' as const, service, evidence: [quote(hit)], sure: 88 },
          summary: `${service} reads ${folder.target} as a file, and ./${shown} is a folder: it did not exist, so the engine made an empty one`,
          suggestion: `remove the folder ./${shown} and put the file there`,
          at: ['services', service, 'volumes', folder.index],
        },
      ];
    }),
};
