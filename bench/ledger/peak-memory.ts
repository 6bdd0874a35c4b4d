/** Preloaded into a command: says, once it ends, the most memory that it had, in KiB. */
process.once('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`));
