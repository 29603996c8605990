// Answers GET /N with N bytes, straight on the socket: fast enough that only what stands before it is measured.
import { type AddressInfo, createServer, type Socket } from 'node:net';

const PIECE = Buffer.alloc(65_536, 'x');

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  // A request without a body comes in one piece.
  socket.on('data', (request) => {
    const length = Number(/^GET \/(\d+)/.exec(request.toString('latin1'))?.[1]);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`);
    send(socket, length);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});

function send(socket: Socket, length: number): void {
  for (let left = length; left > 0; left -= PIECE.length) {
    const rest = left - PIECE.length;
    if (socket.write(PIECE.subarray(0, left))) continue;
    if (rest > 0) socket.once('drain', () => send(socket, rest));
    return;
  }
}
