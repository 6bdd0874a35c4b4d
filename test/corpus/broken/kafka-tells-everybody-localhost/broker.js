const at = process.env.KAFKA_ADVERTISED_LISTENERS.split('://')[1];
require('node:net').createServer((client) => client.on('error', () => {}).end(`broker 1 at ${at}\n`)).listen(9092);
console.log(`[KafkaServer id=1] started (kafka.server.KafkaServer)`);
