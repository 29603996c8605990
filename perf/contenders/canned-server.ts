// Answers every request with the same bytes, straight on the socket: fast enough that only the client is measured.
import { type AddressInfo, createServer } from 'node:net';
import { loadFlagFiles } from '../../servers/flags/flag-files.ts';

const END_OF_REQUEST = '\r\n\r\n';
const { headers, body } = loadFlagFiles().files.get('/flags/br/br.gif')!;
const lines = Array.from({ length: headers.length / 2 }, (_, i) => `${headers[2 * i]}: ${headers[2 * i + 1]}`);
const answer = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`), body]);

const server = createServer({ noDelay: true }, (socket) => {
  let pending = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const requests = (pending + chunk.toString('latin1')).split(END_OF_REQUEST);
    pending = requests.pop()!;
    for (let i = 0; i < requests.length; i++) socket.write(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
