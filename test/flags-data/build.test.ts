import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildFlags } from '../../flags-data/build.ts';
import { DataError } from '../../lib/errors/data-error.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';

const FLAGS_DATA = fileURLToPath(new URL('../../flags-data/', import.meta.url));
const CODES = countryCodes();

const metadataSchema = z.strictObject({
  tld_cc: z.string().regex(/^\.[a-z]{2}$/),
  iso_cc: z.string().regex(/^[A-Z]{2}$/),
  country: z.string().regex(/^\p{L}[\p{L} -]*\p{L}$/u),
});

const gifOf = (root: string, code: string): Promise<Buffer> =>
  readFile(join(root, code.toLowerCase(), `${code.toLowerCase()}.gif`));

const metadataOf = (root: string, code: string): Promise<string> =>
  readFile(join(root, code.toLowerCase(), 'metadata.json'), 'utf8');

describe('the flags in the repository', () => {
  it('are those of the 194 codes, which are sorted, upper case and in lines of 25', async () => {
    const text = await readFile(join(FLAGS_DATA, 'country_codes.txt'), 'utf8');
    const codes = text.split(/[ \n]/).filter(Boolean);
    expect(codes).toHaveLength(194);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(text).toMatch(/^(?:(?:[A-Z]{2} ){24}[A-Z]{2}\n)*(?:[A-Z]{2} )*[A-Z]{2}\n$/);
  });

  it('have one folder for each code and no other, with one image and one metadata file in it', async () => {
    const entries = await readdir(FLAGS_DATA, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(folders.sort()).toEqual(CODES.map((code) => code.toLowerCase()));
    for (const cc of folders) {
      expect(new Set(await readdir(join(FLAGS_DATA, cc))), cc).toEqual(new Set([`${cc}.gif`, 'metadata.json']));
    }
  });

  it('are GIF images that all have the same width and height', async () => {
    for (const code of CODES) {
      const gif = await gifOf(FLAGS_DATA, code);
      expect(gif.toString('latin1', 0, 6), code).toMatch(/^GIF8[79]a$/);
      expect([gif.readUInt16LE(6), gif.readUInt16LE(8)], code).toEqual([800, 600]);
      expect(gif.at(-1), `${code} ends with the GIF trailer`).toBe(0x3b);
    }
  });

  it('are 8 to 16 KB large on average, which makes bodies worth moving', async () => {
    const sizes = await Promise.all(CODES.map(async (code) => (await gifOf(FLAGS_DATA, code)).length));
    const meanBytes = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(meanBytes).toBeGreaterThanOrEqual(8 * 1024);
    expect(meanBytes).toBeLessThanOrEqual(16 * 1000);
  });

  it('have metadata of three fields, for the code of their folder and for a country of their own', async () => {
    const names = new Set<string>();
    for (const code of CODES) {
      const metadata = metadataSchema.parse(JSON.parse(await metadataOf(FLAGS_DATA, code)));
      expect(metadata.iso_cc).toBe(code);
      expect(metadata.tld_cc, code).toBe(code === 'GB' ? '.uk' : `.${code.toLowerCase()}`);
      names.add(metadata.country.replaceAll(' ', '_').toLowerCase());
    }
    expect(names.size, 'names that stay apart where file names have no case').toBe(194);
  });

  it('have metadata written as in the book', async () => {
    expect(await metadataOf(FLAGS_DATA, 'BR')).toBe('{"tld_cc": ".br", "iso_cc": "BR", "country": "Brazil"}\n');
    expect(await metadataOf(FLAGS_DATA, 'GB')).toBe('{"tld_cc": ".uk", "iso_cc": "GB", "country": "United Kingdom"}\n');
    expect(await metadataOf(FLAGS_DATA, 'US')).toBe('{"tld_cc": ".us", "iso_cc": "US", "country": "United States"}\n');
  });

  it('are described with their true sizes in the README', async () => {
    const sizes = await Promise.all(CODES.map(async (code) => (await gifOf(FLAGS_DATA, code)).length));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const readme = await readFile(join(FLAGS_DATA, 'README.md'), 'utf8');
    for (const bytes of [Math.min(...sizes), Math.round(total / sizes.length), Math.max(...sizes), total]) {
      expect(readme).toContain(`${bytes.toLocaleString('en-US')} bytes`);
    }
  });
});

describe('buildFlags', () => {
  // A plain flag, one with much detail, one whose domain is not its code, one that is not a rectangle.
  const codes = ['FR', 'MX', 'GB', 'NP'];
  let outDir: string;

  beforeEach(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'flags-data-'));
  });

  afterEach(async () => {
    await rm(outDir, { recursive: true, force: true });
  });

  it('gives the same bytes each time', async () => {
    const [first, second] = [join(outDir, 'first'), join(outDir, 'second')];
    await buildFlags({ codes, outDir: first });
    await buildFlags({ codes: codes.toReversed(), outDir: second });
    for (const code of codes) {
      expect((await gifOf(second, code)).equals(await gifOf(first, code)), code).toBe(true);
      expect(await metadataOf(second, code)).toBe(await metadataOf(first, code));
    }
  });

  it('remakes what is in the repository', async () => {
    await buildFlags({ codes, outDir });
    for (const code of codes) {
      const [made, kept] = [await gifOf(outDir, code), await gifOf(FLAGS_DATA, code)];
      expect(await meanDifference(made, kept), code).toBeLessThan(1);
      // Another processor may round a colour another way; where the images were made there is no excuse.
      if (process.platform === 'linux' && process.arch === 'x64') expect(made.equals(kept), code).toBe(true);
      expect(await metadataOf(outDir, code)).toBe(await metadataOf(FLAGS_DATA, code));
    }
  });

  it('overwrites what an earlier run left and says how much it wrote', async () => {
    await buildFlags({ codes: ['FR'], outDir });
    const summary = await buildFlags({ codes: ['FR', 'NP'], outDir });
    const imagesSizeBytes = (await gifOf(outDir, 'FR')).length + (await gifOf(outDir, 'NP')).length;
    expect(summary).toEqual({ count: 2, imagesSizeBytes });
  });

  it.each(['XX', 'fr', 'UK'])(
    'refuses %s, which is no upper-case country code, and writes nothing at all',
    async (code) => {
      await expect(buildFlags({ codes: ['FR', code], outDir })).rejects.toThrow(DataError);
      expect(await readdir(outDir)).toEqual([]);
    },
  );
});

/** How far two images are apart: the mean over all channels of all pixels, of 255. */
async function meanDifference(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((gif) => sharp(gif).removeAlpha().raw().toBuffer()));
  expect(a!.length).toBe(b!.length);
  return a!.reduce((sum, value, index) => sum + Math.abs(value - b![index]!), 0) / a!.length;
}
