const net = require('node:net');
const [host, port] = process.env.KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS.split(':');
net.connect(port, host).on('data', (metadata) => {
  const [leader, leaderPort] = /at (\S+)/.exec(metadata)[1].split(':');
  console.log(`INFO AdminClient bootstrap ${host}:${port}: 1 node(s)`);
  net
    .connect({ host: leader, port: leaderPort, family: 4 }, () => require('node:http').createServer((_, r) => r.end('topics')).listen(8080))
    .on('error', () => {
      console.error(`WARN  [AdminClient clientId=kafka-ui-admin] Connection to node 1 (${leader}/127.0.0.1:${leaderPort}) could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)`);
      console.error('ERROR java.util.concurrent.TimeoutException: Call(callName=listTopics) timed out after 1 attempt(s)');
      process.exit(1);
    });
});
