import type { ListedImage } from '../model/engine-info.ts';

export interface ImageUse {
  /** Every name of every image that the engine has. */
  listed: ListedImage[];
  /** Names of projects whose images may go. */
  projects: string[];
  /** Names of all other projects that are known, and which of them somebody is at work on. */
  others: { known: string[]; busy: string[] };
  /** Ids that containers, plans and the revisions that stay run. */
  used: ReadonlySet<string>;
  /** Names that go with their revisions. */
  surplusTags: ReadonlySet<string>;
}

/** Images that Portside built for these projects, and that nothing needs any more: by name, with what removing them frees. */
export function unneededImages({ listed, projects, others, used, surplusTags }: ImageUse): ListedImage[] {
  const mayGo = (reference: string) => {
    const owner = ownerOf(reference, [...projects, ...others.known]);
    // `shop-admin-web` may be the `admin-web` of `shop`, which is just being built.
    return owner !== undefined && projects.includes(owner) && !others.busy.some((project) => isBuiltFor(reference, project));
  };
  const built = listed.filter(({ id, reference }) => !used.has(id) && mayGo(reference));
  return freedBy([...new Map(built.map((image) => [image.reference, image])).values()], { listed, used, surplusTags });
}

/** The names with the bytes that go with the last name of each image; the others free nothing. */
export function freedBy(
  removed: ListedImage[],
  { listed, used, surplusTags }: Pick<ImageUse, 'listed' | 'used' | 'surplusTags'>,
): ListedImage[] {
  const going = new Set([...surplusTags, ...removed.map(({ reference }) => reference)]);
  const stays = new Set(listed.filter(({ reference }) => !going.has(reference)).map(({ id }) => id));
  const counted = new Set<string>();
  return removed.map((image) => {
    const frees = !stays.has(image.id) && !used.has(image.id) && !counted.has(image.id);
    counted.add(image.id);
    return { ...image, bytes: frees ? image.bytes : 0 };
  });
}

/** Of projects whose names begin alike the one with the longest. */
function ownerOf(reference: string, projects: string[]): string | undefined {
  const own = projects.filter((project) => isBuiltFor(reference, project));
  return own.toSorted((one, other) => other.length - one.length)[0];
}

/** Tags of revisions are not among them: those go with their revision, also that of a project whose name only begins like this one's. */
function isBuiltFor(reference: string, project: string): boolean {
  return reference.startsWith(`portside/${project.toLowerCase()}-`) && !/:r\d+-[^/]*$/.test(reference);
}
