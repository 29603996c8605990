import { describe, expect, it, vi } from 'vitest';
import { run } from '../../../../cli/run.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { pseudoTerminal } from '../../../helpers/pseudo-terminal.ts';
import { type DnsServer, NXDOMAIN, SERVFAIL, startDnsServer } from '../../../helpers/raw/dns-server.ts';
import { FLAGLAB } from '../../../helpers/run-flaglab.ts';

/** What the book found under `.dev`. */
const FOUND = 'elif def as in for is and try not'.split(' ');
const NOT_FOUND = 'del else from if none or pass true with'.split(' ');

function bookServer(under = 'dev'): Promise<DnsServer> {
  const found = new Set(FOUND.map((word) => `${word}.${under}`));
  return startDnsServer((name) => (found.has(name) ? '192.0.2.1' : NXDOMAIN));
}

/** The names in a column of the table, which begins at the place of its head. */
function inColumn(lines: readonly string[], head: string): string[] {
  const at = lines[0]!.search(new RegExp(`(?<=^|  )${head}`));
  return lines
    .slice(2)
    .filter((line) => line.slice(0, at).trim() === '' && /^\S/.test(line.slice(at)))
    .map((line) => line.slice(at));
}

describe('domains', () => {
  it('prints which of the 18 short keywords are found under a name, in columns, and the sum', async () => {
    await using server = await bookServer('com.br');
    const { code, stdout, stderr } = await runInMemory(['domains', '.COM.BR', '--resolver', server.address]);
    expect([code, stderr]).toEqual([0, '']);
    const [table, answer] = stdout.split('\n\n');
    const lines = table!.split('\n');
    expect(lines.slice(0, 2)).toEqual(['FOUND        NOT FOUND    FAILED', '=====        =========    ======']);
    expect(inColumn(lines, 'FOUND').sort()).toEqual(FOUND.map((word) => `${word}.com.br`).sort());
    expect(inColumn(lines, 'NOT FOUND').sort()).toEqual(NOT_FOUND.map((word) => `${word}.com.br`).sort());
    expect(answer).toBe('Of 18 names, 9 were found, 9 were not found, and none failed.\n');
  });

  it("prints the book's marks, and nothing else on stdout", async () => {
    await using server = await bookServer();
    const { code, stdout, stderr } = await runInMemory(['domains', 'dev', '--resolver', server.address, '--marks']);
    expect([code, stderr]).toEqual([0, 'Of 18 names, 9 were found, 9 were not found, and none failed.\n']);
    expect(stdout.trimEnd().split('\n').sort()).toEqual(
      [...FOUND.map((word) => `+ ${word}.dev`), ...NOT_FOUND.map((word) => `  ${word}.dev`)].sort(),
    );
  });

  it('asks for other words, or for the names themselves, each once', async () => {
    await using server = await bookServer();
    const names = async (...args: string[]) => {
      const { stdout } = await runInMemory(['domains', ...args, '--resolver', server.address, '--json']);
      return JSON.parse(stdout).domains.map(({ name }: { name: string }) => name);
    };
    expect(new Set(await names('dev', '--words', 'If, is,if'))).toEqual(new Set(['if.dev', 'is.dev']));
    expect(new Set(await names('dev', 'org', '--words', 'if'))).toEqual(new Set(['if.dev', 'if.org']));
    expect(new Set(await names('Is.dev', 'python.org', 'is.dev.'))).toEqual(new Set(['is.dev', 'python.org']));
  });

  it('counts what nobody could tell as failed, with the reasons, and ends with 1', async () => {
    await using server = await startDnsServer((name) => {
      if (name === 'mute.dev') return 'mute';
      return name === 'is.dev' ? '192.0.2.1' : SERVFAIL;
    });
    const args = ['domains', 'is.dev', 'a.dev', 'b.dev', 'mute.dev', '--resolver', server.address, '--timeout', '0.2s'];
    const { code, stdout } = await runInMemory(args);
    const lines = stdout.split('\n');
    expect(code).toBe(1);
    expect(inColumn(lines, 'FAILED').sort()).toEqual(['a.dev', 'b.dev', 'mute.dev']);
    expect(lines.at(-2)).toBe('Of 4 names, 1 was found, 0 were not found, and 3 failed: 2 × SERVFAIL; 1 × timed out.');
    expect((await runInMemory([...args, '--marks'])).stdout).toContain('? mute.dev\n');

    const json = await runInMemory([...args, '--json', '--retries', '2']);
    expect(json.code).toBe(1);
    const { elapsedMs, domains, ...counts } = JSON.parse(json.stdout);
    const reasons = { SERVFAIL: 2, 'timed out': 1 };
    expect(counts).toEqual({ found: 1, notFound: 0, failed: 3, reasons, cancelled: 0 });
    expect(elapsedMs).toEqual(expect.any(Number));
    expect(domains).toHaveLength(4);
    expect(domains).toContainEqual({ name: 'a.dev', kind: 'failed', reason: 'SERVFAIL', attempts: 3 });
  });

  it('prints what is there at Ctrl-C, and ends with 130', async () => {
    await using server = await startDnsServer((name) => (name === 'is.dev' ? '192.0.2.1' : 'mute'));
    const context = new MemoryContext(['domains', 'dev', '--resolver', server.address, '--timeout', '10m']);
    const code = run(context);
    await vi.waitFor(() => expect(context.stdout.text).toContain('is.dev'));
    context.signals.emit('SIGINT');
    expect(await code).toBe(130);
    expect(context.stdout.text).toMatch(
      /\nOf 18 names, 1 was found, 0 were not found, 17 were not answered yet, and none failed\.\n$/,
    );
    expect(context.signals.listenerCount('SIGINT')).toBe(0);
  });

  it('leaves nothing on a terminal but whole lines at Ctrl-C', async () => {
    await using server = await startDnsServer((name) => (name === 'is.dev' ? '192.0.2.1' : 'mute'));
    const args = ['domains', 'dev', '--resolver', server.address, '--timeout', '10m'];
    await using terminal = pseudoTerminal([process.execPath, FLAGLAB, ...args]);
    await vi.waitFor(() => expect(terminal.text()).toContain('is.dev'), { timeout: 20_000, interval: 50 });
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    expect(terminal.text().replaceAll('\r', '')).toMatch(
      /\n\S*Of 18 names, 1 was found, 0 were not found, 17 were not answered yet, and none\S*\n\S*failed\.\S*\n$/,
    );
  });

  it.each([40, 60, 80])(
    'has no line that is wider than a terminal of %d columns, and cuts long names',
    async (columns) => {
      await using server = await startDnsServer((name) => (name.startsWith('is') ? '192.0.2.1' : NXDOMAIN));
      const root = `${'very-long-'.repeat(5)}name.of-a-large-company.com.br`;
      const shown = async (...more: string[]) => {
        const context = new MemoryContext(['domains', root, '--resolver', server.address, ...more], {
          columns,
          env: { NO_COLOR: '1' },
        });
        await run(context);
        return context.stdout.text;
      };
      for (const text of [await shown(), await shown('--marks')]) {
        expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(columns);
        expect(text).toContain('…');
        expect(text.split('\n').filter((line) => line.includes('…'))).toHaveLength(18);
      }
    },
  );

  it('shows its help on stderr, with exit code 2, where nothing is asked for', async () => {
    const { code, stdout, stderr } = await runInMemory(['domains']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: flaglab domains .*Example:\n {2}npx flaglab domains COM\.BR\n$/s);
  });

  it.each([
    ['a name over 253 characters', [`${'a.'.repeat(126)}com`], 'has 255 characters: a domain name has at most 253'],
    ['a root that leaves no room', [`${'a.'.repeat(124)}com`], 'has 255 characters: a domain name has at most 253'],
    ['a part over 63 characters', [`${'a'.repeat(64)}.com`], 'has a part of 64 characters'],
    ['an empty part', ['if.dev', 'is..dev'], '"is..dev" has an empty part'],
    ['an empty name', [''], '"" is no domain name'],
    ['a control character', ['if.dev', 'is\n.dev'], '"is\\n.dev" is no domain name'],
    ['an empty word', ['dev', '--words', 'if,,is'], '--words "if,,is" has an empty word'],
    ['no word', ['dev', '--words', ''], '--words "" has an empty word'],
    ['no resolver', ['dev', '--resolver', 'http://x'], '"http://x" is no address of a resolver: give HOST:PORT'],
    ['two ways', ['dev', '--lookup', '--resolver', '127.0.0.1:9'], 'give lookup or resolver, not both'],
    ['two forms', ['dev', '--marks', '--json'], "option '--json' cannot be used with option '--marks'"],
    ['no time', ['dev', '--timeout', '0'], 'the timeout must be longer than 0'],
    ['too many at once', ['dev', '-m', '1001'], 'give a whole number from 1 to 1000'],
  ])('refuses %s in one line, before anything is sent', async (_, args, message) => {
    await using server = await bookServer();
    const resolver = args.includes('--resolver') ? [] : ['--resolver', server.address];
    const { code, stdout, stderr } = await runInMemory(['domains', ...args, ...resolver]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain(message);
    expect(server.asked).toEqual([]);
  });

  it('looks up by the system', async () => {
    const { code, stdout } = await runInMemory(['domains', 'localhost', '--words', 'a', '--lookup', '--json']);
    const { found, notFound, failed } = JSON.parse(stdout);
    expect(found + notFound + failed).toBe(1);
    expect(code).toBe(failed);
  });
});
