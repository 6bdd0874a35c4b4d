// The mail server is optional: without one, mails are logged.
const net = require('node:net');
net.connect(2525, '127.0.0.1').on('error', (error) => console.error('ERROR mail:', error.message, '(mails are logged instead)'));
setInterval(() => console.log('nothing to do'), 500);
