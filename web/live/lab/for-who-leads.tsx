import { useMayChange } from './may-change.ts';

/** Says to all others that what stands here is for who leads the room; nothing to who does. */
export function ForWhoLeads({ what }: { what: string }) {
  if (useMayChange() !== false) return null;
  return (
    <p class="for-who-leads">
      {what} is for who leads this room: the link that <code>serve</code> printed lets one browser in.
    </p>
  );
}
