import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLAGS_DATA } from '../lib/flags/flags-data.ts';
import { requestsPerSecond } from './load-generator.ts';
import { hasCommand, SERVER_CORE, type ServerProcess, spawnPinned, startLocal } from './pinned.ts';

const FLAG = '/flags/br/br.gif';
const NGINX_PORT = 18_099;

/** A tool of somebody else's that gives a second opinion where it is installed. */
export interface Peer {
  readonly command: string;
  /** Figures and says what came out. */
  readonly run: () => Promise<string>;
}

/** Second opinions on LOCAL's speed: other load generators, and the fastest static server there is. */
export const PEERS: readonly Peer[] = [
  { command: 'wrk', run: () => onLocal((url) => requestsPerSecond('wrk', ['-t1', '-c64', '-d2s', url])) },
  { command: 'hey', run: () => onLocal((url) => requestsPerSecond('hey', ['-c', '64', '-z', '2s', url])) },
  { command: 'nginx', run: nginx },
];

async function onLocal(measure: (url: string) => Promise<number>): Promise<string> {
  await using local = await startLocal();
  return `LOCAL answers ${(await measure(local.url + FLAG)).toFixed(0)} requests/s`;
}

async function nginx(): Promise<string> {
  if (!hasCommand('wrk')) return 'needs wrk to be measured, left out';
  await using server = await startNginx();
  const theirs = await requestsPerSecond('wrk', ['-t1', '-c64', '-d2s', server.url + FLAG]);
  await using local = await startLocal();
  const ours = await requestsPerSecond('wrk', ['-t1', '-c64', '-d2s', local.url + FLAG]);
  return `LOCAL reaches ${(ours / theirs).toFixed(2)} x its ${theirs.toFixed(0)} requests/s with one worker`;
}

async function startNginx(): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'flaglab-nginx-'));
  const configuration = join(folder, 'nginx.conf');
  await writeFile(configuration, nginxConfiguration(folder));
  const child = spawnPinned(SERVER_CORE, 'nginx', ['-c', configuration, '-e', join(folder, 'error.log')]);
  const url = `http://127.0.0.1:${NGINX_PORT}`;
  while ((await fetch(url + FLAG).catch(() => undefined))?.ok !== true) {
    if (child.exitCode !== null) throw new Error('nginx did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const stop = async () => {
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
    await rm(folder, { recursive: true });
  };
  return { pid: child.pid!, url, [Symbol.asyncDispose]: stop };
}

function nginxConfiguration(folder: string): string {
  return `daemon off; master_process off; pid ${folder}/pid; events { worker_connections 1024; }
http { access_log off; sendfile on; types { image/gif gif; } client_body_temp_path ${folder}; proxy_temp_path ${folder};
fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
server { listen 127.0.0.1:${NGINX_PORT}; location /flags/ { alias ${fileURLToPath(FLAGS_DATA)}; } } }
`;
}
