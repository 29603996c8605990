import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let service: Server;
let sockets: Set<Socket>;
let requests: number;

/** What the service does with a request: the text that it answers; undefined where it never does. */
let answer: string | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
  sockets = new Set();
  requests = 0;
  service = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      requests++;
      if (answer === '') socket.destroy();
      else if (answer !== undefined) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => void service.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  service.close();
  await folder[Symbol.asyncDispose]();
});

function url(): string {
  return `http://127.0.0.1:${(service.address() as { port: number }).port}`;
}

/** Runs a command for 50 items of the service, and gives what it has printed in one line. */
async function run(command: string, ...args: readonly string[]) {
  const given = [command, '--url', `${url()}/p/{item}`, '--items', '1..50', '--results', folder.path, '-c', 'async'];
  const ran = await runInMemory([...given, ...args]);
  return { ...ran, line: ran.stdout.replaceAll(/\s+/g, ' ') };
}

const status = (code: number) => `HTTP/1.1 ${code} X\r\nContent-Length: 0\r\n\r\n`;

describe('tune for a service of which nothing works', () => {
  it.each([
    ['answers 302 alone', status(302), /with a status that is ok: status 302\./],
    ['answers 404 alone', status(404), /with a status that is ok: status 404\./],
    ['refuses everything', status(503), /with a status that is ok: status 503\./],
    ['drops connections', '', /with a status that is ok: connection (?:closed|reset) \(status 502 of the proxy\)\./],
  ])('ends after the first level where it %s, with no best m', async (_, answered, said) => {
    answer = answered;
    const { code, line, stdout } = await run('tune');
    expect(code).toBe(1);
    expect(line).toMatch(said);
    expect(line).toMatch(/The service answered none of \d+ requests with a status that is ok/);
    expect(line).not.toMatch(/best/i);
    expect(stdout.match(/^m +1 +0\.0\/s /gm)).toHaveLength(2);
    const { stdout: kept } = await runInMemory(['history', '--results', folder.path]);
    expect(kept).toMatch(/The service answered none of \d+ requests with a status that is ok: /);
    expect(kept).not.toMatch(/best/i);
  });

  it('ends soon where it never answers', async () => {
    answer = undefined;
    const { code, line } = await run('tune', '--timeout', '400ms', '--direct');
    expect(code).toBe(1);
    expect(line).toContain('The service answered none of 3 requests with a status that is ok: timeout (over 400 ms).');
    expect(requests).toBe(3);
  });

  it('tells the same in its JSON', async () => {
    answer = status(500);
    const { code, stdout } = await run('tune', '--json');
    expect(code).toBe(1);
    const { best, inVain, curve } = JSON.parse(stdout);
    expect({ best, inVain }).toEqual({
      inVain: expect.stringMatching(/^The service answered none of .*status 500\.$/),
    });
    expect(curve).toMatchObject([{ m: 1, allowed: false, unmet: 'nothing ended ok: status 500' }]);
  });
});

describe('a bench of a service of which nothing works', () => {
  it('says that none of the items ended ok, and why, and blames no faults and no haste', async () => {
    answer = '';
    const { line, stderr } = await run('bench', '--direct');
    expect(line).toMatch(
      /^Measuring async on GET \S+ with 50 items, without the proxy, which alone knows of connections and what is in flight, timeout 10s\. /,
    );
    expect(line).toMatch(/ None of the 50 items ended ok: connection (?:closed|reset)\. Report:/);
    expect(line).not.toMatch(/flags|faults|too soon|goodput of/);
    expect(stderr).not.toContain('--repeat');
  });

  it('names the port that is closed behind the proxy', async () => {
    const closed = url();
    await new Promise((resolve) => service.close(resolve));
    const args = ['--url', `${closed}/{item}`, '--items', '1..20', '--results', folder.path, '-c', 'sequential'];
    const { stdout } = await runInMemory(['bench', ...args]);
    expect(stdout).toContain('None of the 20 items ended ok: connection refused (status 502 of the proxy).');
  });

  it('warns where all items are asked for at one address', async () => {
    answer = status(200);
    const args = ['bench', '--items', '1..5', '--results', folder.path, '-c', 'sequential', '--direct'];
    const { stderr, code } = await runInMemory([...args, '--url', url()]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: there is no \{item\} in --url or --body, so the same is asked for 5 times$/m);
    expect(stderr).toMatch(/give more --items, or --repeat/);
    const posted = await runInMemory([...args, '--url', url(), '--body', '{"id":"{item}"}']);
    expect(posted.stderr).not.toContain('there is no {item}');
  });
});
