import type { Finding } from '../../../bench/lesson/finding.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';

/** Prints what was looked at, a line for each, and below those that are amiss what to look at. */
export function printFindings(findings: readonly Finding[], context: CommandContext): void {
  for (const finding of findings) {
    const { holds, saw } = finding;
    print(context, { text: `  ${holds ? '✓' : '✗'} ${saw}`, tone: holds ? 'good' : 'bad' }, '    ');
    printHint(finding, context);
  }
}

/** Prints what to look at where something is amiss. */
export function printHint({ hint }: Finding, context: CommandContext): void {
  if (hint !== undefined) print(context, `    hint: ${hint}`);
}
