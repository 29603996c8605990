import { Command } from './command.tsx';
import { getCommand } from './get-command.ts';

/** What stands where requests would be seen as long as none has come: how to send some. */
export function NothingYet(props: { label: string; url: string; isRoom: boolean }) {
  return (
    <p class="empty">
      Nothing has asked yet. Try: <Command text={getCommand(props, props.isRoom)} />
    </p>
  );
}
