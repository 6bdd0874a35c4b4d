import type { Settings } from '../contract/settings.ts';
import type { ComposeFile, ComposeService } from '../deploy/model/compose-file.ts';
import type { WrittenFile } from '../deploy/model/draft.ts';
import type { Images } from '../deploy/model/image.ts';
import type { Lease } from '../deploy/model/port.ts';
import { withEdge } from './edge-service.ts';
import { ancestry, envFilesOf } from './env-files.ts';
import type { Giving, Mention, Path } from './expressions.ts';
import type { Mark } from './marks.ts';
import { portable } from './paths.ts';
import { portVariables } from './ports.ts';
import type { Restoring } from './restore.ts';
import { standingService } from './service.ts';
import { namedParts } from './top-level.ts';

/** Everything that a standing file is made of. */
export interface StandingInput {
  /** Compose's model of the files with marked values, under the instance's Compose name. */
  model: ComposeFile;
  marks: readonly Mark[];
  mentions: readonly Mention[];
  giving: Giving;
  environment: Record<string, string>;
  /** Variables that mean something, so that no port takes their names. */
  taken: ReadonlySet<string>;
  files: readonly (WrittenFile & { own: boolean })[];
  written(path: Path): unknown;
  directory: string;
  home: string;
  leases: readonly Lease[];
  settings: Settings;
  images: Images;
  /** The Compose project that it is to be by itself. */
  name: string;
}

/** A stack as plain Compose: `comments` stand behind the images of services. */
export interface StandingFile {
  file: Record<string, unknown>;
  comments: Record<string, string>;
  /** What the file cannot say, and its reader should know. */
  notes: string[];
}

/** The project's stack as plain Compose that needs no Portside: variables stay variables, ports are leased ones by default. */
export function standingFile(input: StandingInput): StandingFile {
  const { model, files, settings, leases, taken, images } = input;
  const restoring = restoringFrom(input);
  const variables = portVariables({ leases, named: settings.ports ?? {}, taken });
  const own = files.filter((one) => one.own).map(({ file }) => file);
  const made = Object.entries(model.services).map(([service, definition]) => {
    const envFiles = envFilesOf(service, { files, own, ...restoring });
    return [
      service,
      standingService(service, definition, {
        restoring,
        envFiles,
        leases,
        variables,
        image: images[service],
        built: isBuilt(model, definition),
        show: restoring.show,
      }),
    ] as const;
  });
  const services = Object.fromEntries(made.map(([service, { definition }]) => [service, definition]));
  const comments = Object.fromEntries(made.flatMap(([service, { comment }]) => (comment ? [[service, comment]] : [])));
  const plain = { name: input.name, services, ...namedParts(model, restoring) };
  const edged = withEdge(plain, { settings, leases, variables, images });
  return { file: edged.file, comments, notes: [...notesOf(settings), ...edged.notes] };
}

/** An image that another service builds under the same name is built too. */
function isBuilt({ services }: ComposeFile, { build, image }: ComposeService): boolean {
  return Boolean(build) || (image !== undefined && Object.values(services).some((other) => other.build && other.image === image));
}

function notesOf({ update }: Settings): string[] {
  const rolling = Object.entries(update ?? {}).flatMap(([service, way]) => (way === 'rolling' ? [service] : []));
  return rolling.length > 0
    ? [`${rolling.join(', ')}: replaced by plain Compose, which stops the old version before it starts the new one`]
    : [];
}

type Shown = Restoring & { show(path: string): string };

function restoringFrom({ marks, mentions, giving, environment, written, files, directory, home }: StandingInput): Shown {
  const texts = files.map(({ text }) => text);
  return {
    ...{ marks, mentions, giving, environment, directory, home },
    show: (path) => portable(path, { directory, home, texts }),
    written([group, service, ...rest]) {
      if (group !== 'services' || typeof service !== 'string') return written([group ?? '', service ?? '', ...rest]);
      for (const name of ancestry(files, service)) {
        const found = written(['services', name, ...rest]);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
