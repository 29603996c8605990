// A bare node:http server that sends one flag with the headers that LOCAL sends: the least that Node can do.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadFlagFiles } from '../../servers/flags/flag-files.ts';

const { headers, body } = loadFlagFiles().files.get('/flags/br/br.gif')!;
const server = createServer((_request, response) => {
  response.writeHead(200, headers as string[]);
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
