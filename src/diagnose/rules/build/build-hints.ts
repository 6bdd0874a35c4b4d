/** What a failed command of a build mostly means, by what it prints. `remedy` is said instead of the general advice. */
export const buildHints: { words: RegExp; tell: (said: Record<string, string | undefined>) => { what: string; remedy: string } }[] = [
  {
    words:
      /npm (?:ci|error|ERR!).*(?:can only install packages when|in sync)|`npm ci` can only install|lock file's .* does not satisfy|ERR_PNPM_OUTDATED_LOCKFILE|Your lockfile needs to be updated|YN0028|frozen-lockfile|poetry\.lock is not up to date|pyproject\.toml changed significantly since poetry\.lock|lockfile.*(?:out of date|needs to be updated)|--locked was passed/i,
    tell: () => ({
      what: 'the lock file does not fit the list of packages',
      remedy:
        'make the lock file anew where you develop (npm install, pnpm install, yarn install, poetry lock, cargo update) and commit it',
    }),
  },
  {
    words: /npm ci.*(?:existing package-lock|with an existing)|The `npm ci` command can only install with an existing/i,
    tell: () => ({
      what: 'there is no package-lock.json in the image',
      remedy: 'commit package-lock.json and copy it before npm ci, or use npm install',
    }),
  },
  {
    words:
      /getaddrinfo|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNRESET|Temporary failure (?:in name resolution|resolving)|Could not resolve (?:host|'\S+')|temporary error \(try again later\)|Failed to establish a new connection|network (?:is )?unreachable|bad address|Unable to connect to deb|dial tcp|connection timed out|i\/o timeout|unable to select packages/i,
    tell: () => ({
      what: 'it cannot reach the network',
      remedy:
        'see whether builds reach the network and its name server (proxy: build args HTTP_PROXY and HTTPS_PROXY), then run the same command again',
    }),
  },
  {
    words: /Do you want to continue\? \[Y\/n\]|Abort\.$/,
    tell: () => ({ what: 'the package manager asks, and nobody answers', remedy: 'write apt-get install -y' }),
  },
  {
    words: /Unable to locate package (?<package>\S+)|(?<apk>\S+) \(no such package\)|No package (?<yum>\S+) available/,
    tell: ({ package: apt, apk, yum }) => ({
      what: `there is no package ${apt ?? apk ?? yum ?? ''}`,
      remedy: 'run apt-get update in the same RUN before it, or correct the name of the package',
    }),
  },
  {
    words: /(?:^|[\s:/])(?<program>[\w.+-]+): (?:command )?not found|exec: "(?<exec>[^"]+)": executable file not found/,
    tell: ({ program, exec }) => ({
      what: `${program ?? exec} is not in the image`,
      remedy: `install ${program ?? exec} in a RUN before, or build on an image that has it`,
    }),
  },
  {
    words: /no space left on device|ENOSPC/i,
    tell: () => ({ what: 'there is no space left', remedy: 'make room for the engine: docker builder prune, docker image prune' }),
  },
  {
    words: /JavaScript heap out of memory|\bKilled\b|cannot allocate memory|signal: killed|fatal error: Killed signal/i,
    tell: () => ({
      what: 'it needs more memory than there is',
      remedy: 'give the engine more memory, or let the build use less (NODE_OPTIONS=--max-old-space-size=…, fewer jobs at once)',
    }),
  },
  {
    words: /Permission denied|EACCES|permission denied/,
    tell: () => ({
      what: 'it may not do something with a file',
      remedy:
        'let USER come after this RUN, or give the files to that user (COPY --chown=…); a script needs its executable bit (COPY --chmod=755)',
    }),
  },
  {
    words:
      /requires? (?:Python|python|node|Node|PHP|php|Java|go|ruby|Ruby)\b.*(?:version|>=|<)|EBADENGINE|Unsupported engine|requires go >=|requires-python|class file version|invalid target release/,
    tell: () => ({
      what: 'the image has another version of the language than is needed',
      remedy: 'build on an image with the version that the packages ask for',
    }),
  },
  {
    words:
      /Could not find a version that satisfies|No matching distribution found|ETARGET|E404|404 Not Found|No matching version found|ERESOLVE/,
    tell: () => ({ what: 'a package or version of it cannot be had', remedy: 'correct the name or version in the list of packages' }),
  },
  {
    words: /x509|certificate|SELF_SIGNED|CERT_/i,
    tell: () => ({
      what: 'a certificate is not trusted',
      remedy:
        'copy the certificate of your proxy or authority into the image before (update-ca-certificates, NODE_EXTRA_CA_CERTS, PIP_CERT)',
    }),
  },
];
