const fs = require('node:fs');
try {
  for (let segment = 0; segment < 64; segment++) fs.openSync('/etc/hosts');
} catch (error) {
  if (error.code !== 'EMFILE') throw error;
  console.error('java.net.SocketException: Too many open files\n\tat java.base/sun.nio.ch.Net.accept(Native Method)\n\tat org.apache.activemq.transport.tcp.TcpTransportServer.doRunWithServerSocket(TcpTransportServer.java:331)');
  process.exit(1);
}
require('node:net').createServer().listen(61616);
