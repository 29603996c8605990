import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ServerOptions, serverSpecs } from '../../../cli/options/server-options.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const DEFAULTS = ['LOCAL', 'DELAY'];

/** Label and faults of each, as text. */
function texts(names: readonly string[], options: ServerOptions = {}): string[] {
  return serverSpecs(names, options, DEFAULTS).map(({ label, profile }) => `${label}: ${formatProfile(profile)}`);
}

/** With the path of a file that holds that. */
async function withFile(content: unknown, check: (profile: string) => void): Promise<void> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'profile.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  check(path);
}

describe('the servers of a command', () => {
  it('are presets in any case, each once, or else the defaults', () => {
    expect(texts(['local', 'LOCAL', ' delay'])).toEqual(['LOCAL: none', 'DELAY: delay=uniform:500ms..5s']);
    expect(texts([])).toEqual(texts(DEFAULTS));
  });

  it('may have a label and faults of their own, whose label may be left out where one is named', () => {
    const fault = ['api: capacity=12', 'API:delay=lognormal:40ms,p99=400ms'];
    const expected = [expect.stringMatching(/^API: capacity=12,.* \+ delay=lognormal:40ms,p99=400ms$/)];
    expect(texts(['API'], { fault })).toEqual(expected);
    expect(texts(['Api'], { fault: ['capacity=12', 'delay=lognormal:40ms,p99=400ms'] })).toEqual(expected);
    expect(texts(['API', 'LOCAL'], { fault: ['API:hang'] })).toEqual(['API: hang@100%', 'LOCAL: none']);
  });

  it('answer what a file says that is named in a fault or a step, but not in a file of faults', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'down page.html');
    await writeFile(path, '<p class="a">Down,\nfor now</p>\n');
    const text = String.raw`status=503@100%,body="<p class=\"a\">Down,\nfor now</p>\n"`;
    expect(texts(['API'], { fault: [`status=503,body=@"${path}",first=2`] })).toEqual([`API: ${text},first=2`]);
    const [spec] = serverSpecs(['API'], { fault: ['none'], schedule: `API@1s: status=503,body=@"${path}" + hang` });
    expect(formatProfile(spec!.schedule[0]!.profile)).toBe(`hang@100% + ${text}`);
    expect(texts(['API'], { fault: [`status=503,body="=@${path}"`] })).toEqual([
      `API: status=503@100%,body="=@${path}"`,
    ]);
    expect(() => texts(['API'], { fault: ['status=503,body=@nowhere.html'] })).toThrow(
      'what the answer says: the file nowhere.html cannot be read: there is no such file',
    );
    await withFile({ label: 'API', faults: ['status=503,body=@nowhere.html'] }, (profile) => {
      expect(() => texts([], { profile })).toThrow('its option body reads files on the command line only');
    });
  });

  it('change by a schedule, whose labels may hold digits and dashes', () => {
    const [spec] = serverSpecs(['API-2'], { fault: ['none'], schedule: 'api-2@10s: status=503; API-2@1s: hang' });
    expect(spec!.schedule.map(({ atMs }) => atMs)).toEqual([1000, 10_000]);
  });

  it('come from a file: one, several, or what the control API has told', async () => {
    await withFile({ faults: ['hang@5%'] }, (profile) => expect(texts(['API'], { profile })).toEqual(['API: hang@5%']));
    const several = [
      { label: 'api', url: 'http://localhost:8004', faults: ['hang@5%'], profile: [{ fault: 'hang', rate: 0.05 }] },
      { label: 'LOCAL', faults: [{ fault: 'delay', duration: { distribution: 'fixed', ms: 20 } }] },
    ];
    await withFile(several, (profile) => {
      expect(texts([], { profile })).toEqual(['API: hang@5%', 'LOCAL: delay=fixed:20ms']);
      expect(texts(['LOCAL'], { profile, fault: ['none'] })).toEqual(['LOCAL: none']);
    });
  });

  it.each<[string, readonly string[], ServerOptions, string]>([
    ['a label that is none', ['ä'], {}, '"ä" is not a label of a server: give a letter'],
    ['a label that nothing is known of', ['API'], {}, 'or say what it does, such as --fault "API:delay=200ms"'],
    ['faults of another', ['LOCAL'], { fault: ['API:hang'] }, 'API is not one of the servers: LOCAL'],
    ['a schedule of another', ['LOCAL'], { schedule: 'API@1s: hang' }, 'API is not one of the servers: LOCAL'],
    ['faults of no one', [], { fault: ['hang'] }, '--fault does not say for which server: write LABEL:spec'],
    ['no file', ['API'], { profile: '/nowhere.json' }, 'the profile /nowhere.json cannot be read: '],
  ])('are refused in one line for %s', (_, names, options, message) => {
    expect(() => texts(names, options)).toThrow(UsageError);
    expect(() => texts(names, options)).toThrow(message);
  });

  it.each([
    ['no JSON', '{', 'is not well-formed JSON'],
    ['an empty list', [], 'is no profile: it: '],
    ['no faults', { label: 'API' }, 'is no profile: faults: '],
    ['a fault that is none', [{ label: 'API', faults: ['dealy=1s'] }], '"dealy=1s" is not a fault'],
    ['another field', { faults: [], delay: '1s' }, 'is no profile: '],
  ])('are refused in one line for a file with %s', async (_, content, message) => {
    await withFile(content, (profile) => expect(() => texts(['API'], { profile })).toThrow(message));
  });
});
