/** What the engine says of itself and of its machine; what it does not say is absent. */
export interface EngineInfo {
  apiVersion: string;
  storageDriver: string;
  /** Where images, containers and volumes lie, on the engine's machine. */
  rootDirectory: string;
  cgroupVersion?: '1' | '2';
  /** Whether limits of memory, and of memory with swap, are kept. */
  memoryLimit: boolean;
  swapLimit: boolean;
  memoryBytes?: number;
  cpus?: number;
  rootless: boolean;
  /** Where it takes subnets for networks from, where its configuration says so. */
  addressPools: AddressPool[];
  /** Its clock, in epoch milliseconds, at the moment of the answer. */
  time?: number;
}

/** Subnets of `size` bits' prefix, cut out of `base`, such as 172.17.0.0/16. */
export interface AddressPool {
  base: string;
  size: number;
}

/** A network or volume, with all its labels. */
export interface Labelled {
  kind: 'network' | 'volume';
  name: string;
  labels: Record<string, string>;
}

export interface ListedImage {
  id: string;
  reference: string;
  bytes: number;
}
