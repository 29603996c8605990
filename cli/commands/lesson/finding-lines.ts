import type { Finding } from '../../../bench/lesson/finding.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';

/** Prints what was looked at, a line for each, and below those that are amiss what to look at. */
export function printFindings(findings: readonly Finding[], context: CommandContext): void {
  for (const { holds, saw, hint } of findings) {
    print(context, { text: `  ${holds ? '✓' : '✗'} ${saw}`, tone: holds ? 'good' : 'bad' }, '    ');
    if (hint !== undefined) print(context, `    hint: ${hint}`);
  }
}
