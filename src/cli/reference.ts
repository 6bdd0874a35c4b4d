/** The shortest word that means this instance where the user stands. */
export function referenceTo({ project, instance_id: instance, directory }: PlacedInstance, currentDirectory: string): string {
  const inside = currentDirectory === directory || currentDirectory.startsWith(`${directory}/`);
  return inside ? instance : `${project}/${instance}`;
}

interface PlacedInstance {
  project: string;
  instance_id: string;
  directory: string;
}
