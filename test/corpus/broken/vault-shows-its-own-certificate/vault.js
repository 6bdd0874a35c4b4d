const pem = require('node:fs').readFileSync('/tls.pem');
require('node:https').createServer({ key: pem, cert: pem }, (_, response) => response.end('secret')).listen(8443);
