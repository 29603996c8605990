/** The keys of what is served beside the pictures of the flags: lists, and what is told of a country. */
const BESIDE_FLAGS = /^[A-Z]+ \/flags\/(?!([a-z]{2})\/\1\.gif$)/;

/** What is told of a country. */
const METADATA = /^GET (\/flags\/([a-z]{2}))\/metadata\.json$/;

/** Whether what a key names is a flag, or stands for one on a server that has no flags. */
export function isFlag(key: string): boolean {
  return !BESIDE_FLAGS.test(key);
}

/** The key of the flag that belongs to what is told of a country; undefined for any other key. */
export function flagOf(key: string): string | undefined {
  const [, folder, code] = METADATA.exec(key) ?? [];
  return folder && `GET ${folder}/${code}.gif`;
}
