const tables = { eu: { vat: 0.2 } };
const vatOf = (region) => tables[region].rates.vat;
console.log('pricing 2.3.1 starts');
const vat = vatOf('eu');
require('node:http').createServer((_, r) => r.end(String(vat))).listen(6100);
