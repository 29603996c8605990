// The flags served as most Express apps would serve them.
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { FLAGS_DATA } from '../../lib/flags/flags-data.ts';

const app = express();
app.use('/flags', express.static(fileURLToPath(FLAGS_DATA)));
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
