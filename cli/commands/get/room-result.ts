import { lookAgain } from '../../../lib/concurrency/look-again.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import { type RoomState, roomState } from '../../../servers/control/room/room-schemas.ts';
import { askControl } from '../../running-servers/control-client.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import type { SiteRoom } from './site.ts';

/** How often, and how many milliseconds apart, a room is asked whether it has judged all of a run. */
const LOOKS = { atMost: 20, everyMs: 100 } as const;

type SeatResult = RoomState['names'][number]['seats'][number];

/** A run in a room that is over: which server was asked, by whom, and for how many items. */
export interface RoomRun {
  readonly room: SiteRoom;
  readonly label: string;
  readonly name: string;
  readonly items: number;
}

/** What the scoreboard says of a run that is over, in a line or two; nothing where the room does not answer any more. */
export async function roomResult({ room, label, name, items }: RoomRun, context: CommandContext): Promise<string[]> {
  const look = async () => {
    const { names } = await askControl(room, context, roomState, 'GET', '/api/room');
    const own = names.find((one) => one.name === name);
    return { foretoldMs: own?.predictedMs, seat: own?.seats.find((seat) => seat.label === label) };
  };
  try {
    const isJudged = (seat: SeatResult | undefined) =>
      seat?.inFlight === 0 && seat.last.run > room.runsBefore && seat.last.requests >= items;
    const { foretoldMs, seat } = await lookAgain(look, (seen) => isJudged(seen.seat), LOOKS);
    if (seat === undefined || !isJudged(seat)) return [];
    const foretold =
      foretoldMs === undefined
        ? []
        : [`Foretold: ${formatDuration(foretoldMs)}. It took ${took(seat)}, says ${label}.`];
    return [...foretold, pointsText(seat)];
  } catch (error) {
    if (error instanceof LabError) return [];
    throw error;
  }
}

function took({ last: { makespanMs } }: SeatResult): string {
  return formatDuration(Math.round(makespanMs));
}

function pointsText({ verdict, last: { shareOfIdeal, shareWithheld, politeness, score } }: SeatResult): string {
  const polite = politeness.toFixed(2);
  if (shareOfIdeal === undefined || score === undefined) {
    const hint = verdict.answers.givenUp > 0 ? ' Wait longer for an answer: --timeout 10s.' : '';
    return `In the room: no points (${shareWithheld ?? 'the room does not say why'}); politeness ${polite}.${hint}`;
  }
  return `In the room: ${Math.round(score)} of 100 points: ${Math.round(100 * shareOfIdeal)} % of the ideal × politeness ${polite}.`;
}
