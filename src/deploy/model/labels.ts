/** What Portside writes on everything it makes; it never counts as a change of the stack. */
export const label = {
  project: 'portside.project',
  instance: 'portside.instance',
  directory: 'portside.directory',
  execution: 'portside.execution',
  /** SHA-256 of the service's definition and image: what tells a changed service from an unchanged one. */
  hash: 'portside.hash',
  /** Which of its service's two slots behind the edge a container stands in: `a` or `b`. */
  slot: 'portside.slot',
  /** On a volume, SHA-256 of the driver and options that it was made with. */
  definition: 'portside.definition',
  /** On the edge's container: which server it is. */
  edge: 'portside.edge',
  /** On a container that is never started, only looked into, and removed at once. */
  look: 'portside.look',
  /** On a container that only reads or fills a volume: the Compose name of the instance that it works for. */
  helper: 'portside.helper',
  /** On all that shuts an agent in. */
  isolation: 'portside.isolation',
  /** With it: host, process number and start time of who made it, and removes it. */
  owner: 'portside.owner',
} as const;

/** Compose's own labels, which `docker compose -p … ps|logs|exec` look for. */
export const composeLabel = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const;
