import { createServer } from 'node:http';
const key = process.env.ENCRYPTION_KEY ?? 'made-up-for-development-only-0000';
if (key.length < 32) throw new Error('ENCRYPTION_KEY must be at least 32 characters');
createServer((_, response) => response.end(process.env.LOG_LEVEL)).listen(3003);
