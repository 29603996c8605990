import { describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { FLAGLAB, runFlaglab } from '../../../helpers/run-flaglab.ts';
import { serving } from '../../../helpers/serving.ts';

describe('watch', () => {
  it('judges a client that asks for more than LIMITED has', async () => {
    await using lab = await serving(['LIMITED', 'LOCAL']);
    const get = [
      process.execPath,
      FLAGLAB,
      'get',
      '--base-url',
      `${lab.urls.LIMITED}/flags`,
      '-a',
      '-m',
      '64',
      '--no-save',
    ];
    const { code, stdout } = await runFlaglab(['watch', '--control', lab.urls.CONTROL!, '--', ...get]);
    expect(code).toBe(0);
    expect(stdout).toContain('64 concurrent connections will be used.');
    expect(stdout).toMatch(/^LIMITED saw:$/m);
    expect(stdout).not.toContain('LOCAL saw:');
    expect(stdout).toMatch(/^ {2}requests +194 for 194 keys: 1\.00 each, at most 1$/m);
    expect(stdout).toMatch(/^ {2}in flight +peak 64, /m);
    expect(stdout).toMatch(/^ {2}connections +64, /m);
    expect(Number(/(\d+) shed/.exec(stdout)?.[1])).toBeGreaterThan(0);
    expect(Number(/^ {2}efficiency +(\d+) %$/m.exec(stdout)?.[1])).toBeGreaterThan(0);
  });

  it("keeps the command's exit code, and says when no server saw a request", async () => {
    await using lab = await serving(['LOCAL']);
    const script = ['--control', lab.urls.CONTROL!, '--', process.execPath, '-e', 'process.exit(7)'];
    expect(await runFlaglab(['watch', ...script])).toMatchObject({
      code: 7,
      stdout: 'No server of the lab saw a request.\n',
    });
  });

  it('prints the verdicts as JSON', async () => {
    await using lab = await serving(['LOCAL']);
    const script = `await fetch('${lab.urls.LOCAL}/flags/br/br.gif')`;
    const args = [
      'watch',
      '--json',
      '--control',
      lab.urls.CONTROL!,
      '--',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
    ];
    expect(JSON.parse((await runFlaglab(args)).stdout)).toMatchObject([{ label: 'LOCAL', requests: 1, ok: 1 }]);
  });

  it.each([
    ['no lab', ['--control', 'http://localhost:9', '--', 'true'], 1, 'no lab answers'],
    ['no command', [], 2, "missing required argument 'command'"],
  ])('says that there is %s', async (_what, args, code, message) => {
    const ran = await runInMemory(['watch', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
  });

  it('says that a command cannot be run', async () => {
    await using lab = await serving(['LOCAL']);
    const ran = await runFlaglab(['watch', '--control', lab.urls.CONTROL!, '--', 'no-such-command']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('"no-such-command" cannot be run') });
  });
});
