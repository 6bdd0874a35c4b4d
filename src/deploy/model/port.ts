/** A host port that a service wants: what the file asks for is a preference, what the user typed a demand. */
export interface PortRequest {
  service: string;
  /** The port inside the container. */
  target: number;
  protocol: 'tcp' | 'udp';
  hostIp?: string;
  /** First number to try; absent for a bare container port. */
  preferred?: number;
  /** Inclusive; the search never leaves it. */
  range?: { from: number; to: number };
  /** Set where only `preferred` will do (`--port`, a variable of the shell). */
  demandedBy?: string;
  /** The variable that feeds this port in the file, such as API_EXTERNAL_PORT. */
  variable?: string;
  /** Consecutive ports wanted, one per replica. */
  count: number;
  /** Position among the service's `ports`, to write the lease back. */
  index: number;
}

/** A host port that belongs to one instance until it is given back. `count` consecutive numbers start at `port`. */
export interface Lease {
  service: string;
  target: number;
  protocol: 'tcp' | 'udp';
  port: number;
  count: number;
  index: number;
  hostIp?: string;
  variable?: string;
}

/** Who holds a port that was asked for. */
export interface PortHolder {
  port: number;
  /** `lease` of another instance, `engine` (a published port), `program` (bound on this machine). */
  kind: 'lease' | 'engine' | 'program';
  /** Such as `instance hello/demo`, `container web-1`, `python3 (pid 812)`. */
  who: string;
}
