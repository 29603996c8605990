import { describe, expect, it } from 'vitest';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { loadFlagFiles } from '../../../servers/flags/flag-files.ts';

const { files, countries } = loadFlagFiles();

describe('loadFlagFiles', () => {
  it('has a flag and its metadata for each of the 194 countries, and nothing else', () => {
    const paths = countryCodes().flatMap((code) => {
      const cc = code.toLowerCase();
      return [`/flags/${cc}/${cc}.gif`, `/flags/${cc}/metadata.json`];
    });
    expect([...files.keys()].sort()).toEqual(paths.sort());
    expect(files.size).toBe(2 * 194);
    expect(countries.map(({ code }) => code)).toEqual(countryCodes());
  });

  it('has the bytes of flags-data, with their length, their type and the key of a request for them', () => {
    const flag = files.get('/flags/br/br.gif')!;
    const bytes = readFlagsData('br/br.gif');
    expect(flag.body.equals(bytes)).toBe(true);
    expect(flag.key).toBe('GET /flags/br/br.gif');
    expect(flag.headers).toEqual([
      ...['Content-Type', 'image/gif'],
      ...['Content-Length', String(bytes.length)],
      ...['ETag', flag.etag],
    ]);
  });

  it('has metadata as the book has it', () => {
    const text = files.get('/flags/br/metadata.json')!.body.toString('utf8');
    expect(text.trim()).toBe('{"tld_cc": ".br", "iso_cc": "BR", "country": "Brazil"}');
  });

  it('tags each content apart', () => {
    const tags = [...files.values()].map(({ etag }) => etag);
    expect(tags.filter((tag) => !/^"[\w-]{22}"$/.test(tag))).toEqual([]);
    expect(new Set(tags).size).toBe(new Set([...files.values()].map(({ body }) => body.toString('latin1'))).size);
  });

  it('reads the files once', () => {
    expect(loadFlagFiles().files).toBe(files);
  });
});
