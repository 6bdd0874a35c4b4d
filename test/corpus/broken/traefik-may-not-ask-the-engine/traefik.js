require('node:net').connect('/var/run/docker.sock', () => require('node:http').createServer((_, r) => r.end()).listen(80)).on('error', (error) => {
  if (error.code !== 'EACCES') throw error;
  console.error('time="2020-05-28T21:58:17Z" level=error msg="Failed to retrieve information of the docker client and server host: Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version: dial unix /var/run/docker.sock: connect: permission denied"');
  process.exit(1);
});
