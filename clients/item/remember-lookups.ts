import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Answer = Parameters<Parameters<LookupFunction>[2]>;

/**
 * Makes a `lookup` for connections that asks the system once for each name, and again after a failure. A lookup keeps
 * one of Node's four threads for it busy: those of m connections that are opened at once would wait for each other.
 *
 * @param ask what asks the system
 */
export function rememberLookups(ask: LookupFunction = lookup): LookupFunction {
  const answers = new Map<string, Promise<Answer>>();
  return (hostname, options, callback) => {
    const question = JSON.stringify([hostname, options.family, options.hints, options.all]);
    let answer = answers.get(question);
    if (answer === undefined) {
      answer = new Promise((resolve) => {
        ask(hostname, options, (...found) => {
          if (found[0] !== null) answers.delete(question);
          resolve(found);
        });
      });
      answers.set(question, answer);
    }
    void answer.then((found) => callback(...found));
  };
}
