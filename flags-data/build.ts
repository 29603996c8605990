import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { z } from 'zod';
import { DataError } from '../lib/errors/data-error.ts';
import { countryCodes } from '../lib/flags/country-codes.ts';
import { FLAGS_DATA } from '../lib/flags/flags-data.ts';

/** Of every image. Narrower ones would be too small a body to be worth moving: half as wide, half the bytes. */
const WIDTH_PX = 800;
const HEIGHT_PX = 600;
/** What the SVG sources are drawn on: 640 x 480 units, one unit a pixel at the density of 72 dots per inch. */
const SOURCE_WIDTH_PX = 640;
const SOURCE_DENSITY_DPI = 72;

const countryRecords = z.array(
  z.object({ cca2: z.string(), tld: z.array(z.string()), name: z.object({ common: z.string() }) }),
);

type CountryRecord = z.infer<typeof countryRecords>[number];

/** Which flags to make, and where. */
export interface BuildFlagsOptions {
  /** Country codes, upper case. */
  readonly codes: readonly string[];
  /** The folder that gets `<cc>/<cc>.gif` and `<cc>/metadata.json`; files that are there already are overwritten. */
  readonly outDir: string;
}

/** What one call of buildFlags wrote. */
export interface FlagsSummary {
  /** How many countries. */
  readonly count: number;
  /** All images together. */
  readonly imagesSizeBytes: number;
}

/**
 * Makes the image and the metadata of each country from the packages flag-icons and world-countries.
 * The same package versions give the same bytes.
 *
 * @throws DataError when one of the packages does not know a code, or gives what metadata.json cannot hold;
 * nothing is written then.
 */
export async function buildFlags({ codes, outDir }: BuildFlagsOptions): Promise<FlagsSummary> {
  const records = await readCountryRecords();
  const flags = await Promise.all(
    codes.map(async (code) => ({ code, metadata: metadataOf(code, records), svg: await readSvg(code) })),
  );
  let imagesSizeBytes = 0;
  for (const { code, metadata, svg } of flags) {
    const gif = await drawGif(svg);
    const folder = join(outDir, code.toLowerCase());
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${code.toLowerCase()}.gif`), gif);
    await writeFile(join(folder, 'metadata.json'), metadata);
    imagesSizeBytes += gif.length;
  }
  return { count: flags.length, imagesSizeBytes };
}

async function readCountryRecords(): Promise<Map<string, CountryRecord>> {
  const text = await readFile(new URL(import.meta.resolve('world-countries/countries.json')), 'utf8');
  return new Map(countryRecords.parse(JSON.parse(text)).map((record) => [record.cca2, record]));
}

function metadataOf(code: string, records: ReadonlyMap<string, CountryRecord>): string {
  const record = records.get(code);
  if (!record) throw new DataError(`world-countries has no country "${code}"`);
  // Some countries have a second domain in their own script; the book shows the one in Latin letters.
  const tld = record.tld.find((domain) => /^\.[a-z]{2}$/.test(domain));
  if (!tld) throw new DataError(`world-countries has no two-letter domain for "${code}"`);
  const country = record.name.common.normalize('NFC');
  // The name becomes a file's name in the clients, on every file system.
  if (!/^\p{L}+(?:[ -]\p{L}+)*$/u.test(country)) throw new DataError(`"${country}" cannot be a file's name`);
  // Put together by hand because JSON.stringify cannot make the spaces that the book's files have.
  const fields = Object.entries({ tld_cc: tld, iso_cc: code, country });
  return `{${fields.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(', ')}}\n`;
}

async function readSvg(code: string): Promise<Buffer> {
  try {
    return await readFile(new URL(import.meta.resolve(`flag-icons/flags/4x3/${code.toLowerCase()}.svg`)));
  } catch (cause) {
    throw new DataError(`flag-icons has no flag "${code}"`, { cause });
  }
}

/** Draws at the final size, so that nothing is scaled; on white, so that Nepal's pennants need no transparency. */
function drawGif(svg: Buffer): Promise<Buffer> {
  return sharp(svg, { density: (SOURCE_DENSITY_DPI * WIDTH_PX) / SOURCE_WIDTH_PX })
    .resize(WIDTH_PX, HEIGHT_PX, { fit: 'fill' })
    .flatten({ background: 'white' })
    .gif({ colours: 256, dither: 0 })
    .toBuffer();
}

if (import.meta.main) {
  const { count, imagesSizeBytes } = await buildFlags({ codes: countryCodes(), outDir: fileURLToPath(FLAGS_DATA) });
  const meanBytes = Math.round(imagesSizeBytes / count);
  console.log(`${count} flags, ${imagesSizeBytes} bytes, ${meanBytes} bytes each on average`);
}
