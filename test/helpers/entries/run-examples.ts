import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

// Runs the files it is told, one after another, in one process: each for itself would load the whole lab again. A NUL comes
// before what each of them prints; an error is printed too, in the place of what it prevented.
for (const file of process.argv.slice(2)) {
  process.stdout.write('\0');
  await import(pathToFileURL(file).href).catch((error: unknown) => process.stdout.write(inspect(error)));
}
