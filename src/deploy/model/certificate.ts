/** What the PEM files of `x-portside.edge` are, of which nothing but this is kept. */
export interface CertificateFacts {
  certificate: PemFile;
  key: PemFile;
  /** Present where both could be read: whether the key is the certificate's. */
  fits?: boolean;
  /** Present where the certificate could be read. */
  valid?: {
    /** Epoch milliseconds. */
    from: number;
    to: number;
    /** Whether it was made for the domain of the edge. */
    forDomain: boolean;
    /** The names that it was made for. */
    names: string[];
  };
  /** When it was looked at, in epoch milliseconds. */
  seenAt: number;
}

export interface PemFile {
  /** Absolute. */
  path: string;
  problem?: 'missing' | 'unreadable' | 'folder' | 'no PEM' | 'encrypted';
}
