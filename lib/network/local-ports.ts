import { readFileSync } from 'node:fs';

/**
 * How many connections to one address and port this machine can have open at once, for each takes a port on its own side;
 * undefined where the system does not tell: all but Linux.
 */
export function localPortCount(): number | undefined {
  try {
    const [first, last] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    return last! - first! + 1;
  } catch {
    return undefined; // No such system.
  }
}
