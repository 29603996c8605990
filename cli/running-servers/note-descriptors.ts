import { descriptorLimitText } from '../../lib/processes/descriptor-limit.ts';
import { type CommandContext, note } from '../terminal/command-context.ts';

/** Says, once for all servers, that connections are dropped because this process may have no more of them. */
export function noteDescriptors(context: CommandContext): (limit: number) => void {
  let isSaid = false;
  return (limit) => {
    if (isSaid) return;
    isSaid = true;
    const text = descriptorLimitText(limit);
    note(context, `warning: all file descriptors are in use${text}: further connections are dropped; raise the limit`);
  };
}
