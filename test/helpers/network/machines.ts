import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A machine, as far as the network goes. */
export interface Machine {
  /** Where the others reach it. */
  readonly address: string;
  /** A command that runs on it: a file and its arguments. */
  on(command: readonly string[]): [file: string, ...args: string[]];
}

/** Machines that are joined by a network. Disposing of them takes it apart; what runs on them must have ended. */
export interface Machines extends AsyncDisposable {
  /** Whether they are apart: each has a network of its own. Else all are this machine. */
  readonly areApart: boolean;
  readonly machines: readonly Machine[];
}

/**
 * So many machines: network namespaces, each with an interface of its own on one bridge. Where those are not allowed all of
 * them are this machine, and are reached on loopback.
 */
export async function joinedMachines(count: number): Promise<Machines> {
  const network = new Namespaces(count);
  try {
    await network.make();
    return network;
  } catch {
    await network[Symbol.asyncDispose]();
    const here: Machine = { address: '127.0.0.1', on: ([file = '', ...args]) => [file, ...args] };
    return { areApart: false, machines: Array(count).fill(here), [Symbol.asyncDispose]: async () => {} };
  }
}

class Namespaces implements Machines {
  readonly areApart = true;
  readonly machines: readonly Machine[];
  readonly #names: readonly string[];
  readonly #hub = `flaglab-${process.pid}-hub`;

  constructor(count: number) {
    this.#names = Array.from({ length: count }, (_, i) => `flaglab-${process.pid}-${i}`);
    this.machines = this.#names.map((name, i) => ({
      address: addressOf(i),
      on: (command) => ['ip', 'netns', 'exec', name, ...command],
    }));
  }

  async make(): Promise<void> {
    await ip(`netns add ${this.#hub}`);
    await ip(`-n ${this.#hub} link add bridge type bridge`);
    await ip(`-n ${this.#hub} link set bridge up`);
    for (const [i, name] of this.#names.entries()) {
      await ip(`netns add ${name}`);
      await ip(`link add outside netns ${name} type veth peer name port-${i} netns ${this.#hub}`);
      await ip(`-n ${this.#hub} link set port-${i} master bridge up`);
      await ip(`-n ${name} address add ${addressOf(i)}/24 dev outside`);
      await ip(`-n ${name} link set outside up`);
      await ip(`-n ${name} link set lo up`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What was never made cannot be removed.
    for (const name of [...this.#names, this.#hub]) await ip(`netns delete ${name}`).catch(() => {});
  }
}

function addressOf(i: number): string {
  return `10.77.0.${i + 1}`;
}

async function ip(args: string): Promise<void> {
  await run('ip', args.split(' '));
}
