const { hostname, port } = new URL(process.env.SPRING_DATASOURCE_URL.slice('jdbc:'.length));
const socket = require('node:net').connect({ host: hostname, port: Number(port), family: 4 });
socket.on('connect', () => require('node:http').createServer((_, r) => r.end('pets')).listen(9966));
socket.on('error', () => {
  console.error('com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure');
  console.error('\nThe last packet sent successfully to the server was 0 milliseconds ago. The driver has not received any packets from the server.');
  console.error('\tat com.mysql.cj.jdbc.exceptions.SQLError.createCommunicationsException(SQLError.java:174)');
  console.error('Caused by: java.net.ConnectException: Connection refused');
  process.exit(1);
});
