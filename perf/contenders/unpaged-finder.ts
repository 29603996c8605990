// A finder that answers with all that it finds at once, from an index on its event loop.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCharacterNames } from '../../lib/unicode/character-names.ts';
import { CharacterIndex } from '../../servers/mojifinder/characters/character-index.ts';

const index = new CharacterIndex(readCharacterNames().characters);
const server = createServer((request, response) => {
  const { total, page } = index.find(new URL(request.url!, 'http://localhost').searchParams.get('q') ?? '');
  const found = page(0, total).map(({ codePoint, name }) => ({ char: String.fromCodePoint(codePoint), name }));
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(found));
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
