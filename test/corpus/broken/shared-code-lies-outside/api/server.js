require('./shared/greet.js').serve(8001);
