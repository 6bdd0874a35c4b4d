// Stands in for docker-modem's SSH agent, which loads ssh2 with every connection to an engine: only an ssh:// host needs it.
module.exports = (options) => require('docker-modem/lib/ssh.js')(options);
