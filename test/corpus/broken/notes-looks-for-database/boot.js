const { DB_HOST, DB_PORT } = process.env;
require('node:net')
  .connect(DB_PORT, DB_HOST, () => require('node:http').createServer((_, r) => r.end()).listen(3000))
  .on('error', () => {
    console.error(`#<Mysql2::Error: Unknown MySQL server host '${DB_HOST}' (-2)>`);
    console.error(`Couldn't create database for {"adapter"=>"mysql2", "host"=>"${DB_HOST}", "port"=>nil}`);
    process.exit(1);
  });
