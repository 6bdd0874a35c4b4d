/** What the edge's service is called in `stack.compose`. */
export const edgeService = 'portside-edge';

/** The reverse proxy that a stack's rolling services stand behind; `stack.edge`, absent where none is asked for. */
export interface EdgeSpec {
  service: typeof edgeService;
  server: 'caddy' | 'nginx';
  /** Ordered by `listen`. */
  routes: EdgeRoute[];
  site?: EdgeSite;
}

/** One published port of a rolling service. */
export interface EdgeRoute {
  service: string;
  /** The port inside the service's containers. */
  target: number;
  /** Where the edge's container serves the slot that is live. */
  listen: number;
  /** Where it serves the slot that is not live: published on loopback only, on a port that the engine picks. Routes to one target share it. */
  staging: number;
  /** The host port. */
  published: number;
  hostIp?: string;
  /** More than one container at a time: one that fails is left out while others answer. */
  several: boolean;
}

/** A domain that leads to one of the services, on ports 80 and 443 of the edge's container. */
export interface EdgeSite {
  domain: string;
  service: string;
  target: number;
  several: boolean;
  staging: number;
  /** Absolute paths of PEM files of this machine, and what lay there; absent where Caddy gets certificates by itself. */
  certificate?: { certificate: string; key: string; fingerprint?: string };
}
