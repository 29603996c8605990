import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { relativesOf } from '../../lib/processes/relatives-of.ts';

/** A process that runs; one that has ended but was not yet waited for does not. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  /** Its session; its process group where sessions cannot be looked up. A shell that leads both keeps its children in both. */
  readonly groupPid: number;
  /** The memory that it has resident. */
  readonly rssBytes: number;
}

/**
 * The processes of this machine, but for those to skip: looking at each of hundreds, many times a second, would cost too much.
 *
 * @param platform decides where to look; default this one
 */
export function processTable(skip: ReadonlySet<number>, platform = process.platform): ProcessEntry[] {
  if (platform !== 'linux') return tableFromPs().filter(({ pid }) => !skip.has(pid));
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && !skip.has(pid))
    .flatMap((pid) => entryOf(pid) ?? []);
}

function entryOf(pid: number): ProcessEntry | undefined {
  try {
    const { parentPid, session, hasEnded } = relativesOf(pid);
    return hasEnded ? undefined : { pid, parentPid, groupPid: session, rssBytes: residentBytes(pid) };
  } catch {
    return undefined; // It ended in between.
  }
}

function residentBytes(pid: number): number {
  const [, kilobytes = 0] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** All processes as `ps` tells them, which every Unix has. */
function tableFromPs(): ProcessEntry[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,rss=,state='], { encoding: 'utf8' });
  return [...lines.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+([^Z\s])/gm)].map(
    ([, pid, parent, group, kilobytes]) => ({
      pid: Number(pid),
      parentPid: Number(parent),
      groupPid: Number(group),
      rssBytes: Number(kilobytes) * 1024,
    }),
  );
}
