import { createServer } from 'node:http';
import { answer } from './routes';
createServer(answer).listen(5000);
