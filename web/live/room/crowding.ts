import { counted } from '../../../lib/units/counted.ts';
import type { ShownName } from '../lab/shown-name.ts';
import type { Column, Seat } from './columns.ts';
import { duration, NONE, percent } from './figure-text.ts';

/** Who took less than so many times as long as alone is nothing to make a sentence of. */
const WORTH_TELLING = 1.2;

/** Who was in the way for a smaller share of the time was one of many. */
const WORTH_NAMING = 0.1;

/** The columns of a room whose names share the slots: how much each was slowed down, and by whom. */
export function crowdingColumns(shown: ShownName): readonly Column[] {
  return [
    {
      title: 'slowed',
      meaning:
        'how many times as long its requests took, from their first try on, as they would have without anybody else',
      value: slowdown,
      text: (seat) => (seat.crowding === undefined ? NONE : `× ${slowdown(seat).toFixed(1)}`),
    },
    {
      title: 'behind',
      meaning: 'who else took up the most of the server while it waited, and how much of its wait that made',
      value: (seat) => mostInTheWay(seat, shown)?.share,
      text: (seat) => {
        const most = mostInTheWay(seat, shown);
        return most === undefined ? NONE : percent(most.share);
      },
      whom: (seat) => mostInTheWay(seat, shown)?.whom,
    },
  ];
}

interface Scored {
  readonly name: string;
  readonly seat: Seat;
}

/** What sharing has cost those whom it cost the most: who had the largest share of its requests turned away for what others took up, who was slowed down the most, and who asked for the least at once; a sentence each. */
export function crowdingTexts(scored: readonly Scored[], shown: ShownName): string[] {
  const slowed = scored.filter(({ seat }) => slowdown(seat) >= WORTH_TELLING);
  const [worst] = slowed.toSorted((a, b) => slowdown(b.seat) - slowdown(a.seat));
  // Who took up more than an even share has made others be refused, however many of its own were.
  const shutOut = scored.filter(({ seat }) => lostToOthers(seat) >= 1 && seat.turnedAway!.ownShare < 1 / scored.length);
  const [shut] = shutOut.toSorted((a, b) => shareLost(b.seat) - shareLost(a.seat));
  const refusal = shut === undefined ? [] : [refusalText(shut, shown)];
  if (worst === undefined) return refusal;
  const leastAtOnce = Math.min(...scored.map(({ seat }) => atOnce(seat)));
  const [polite] = slowed.filter(({ seat }) => atOnce(seat) === leastAtOnce && leastAtOnce < atOnce(worst.seat));
  return [
    ...refusal,
    `${shown(worst.name)} was slowed down the most: ${lossText(worst, shown)}.`,
    ...(polite === undefined
      ? []
      : [
          `${shown(polite.name)} asked for the least at once (${leastAtOnce}) and lost too: ${lossText(polite, shown)}.`,
        ]),
  ];
}

/** How many requests of a name were turned away for what others took up. */
function lostToOthers({ turnedAway, last }: Seat): number {
  return turnedAway === undefined ? 0 : (1 - turnedAway.ownShare) * last.refused;
}

/** The same as a share of all its requests. */
function shareLost(seat: Seat): number {
  return lostToOthers(seat) / seat.last.requests;
}

function refusalText({ name, seat: { turnedAway, last } }: Scored, shown: ShownName): string {
  const { ownShare, heldBy } = turnedAway!;
  const most = heldBy.find((holder) => holder.name !== name);
  const others = percent(1 - ownShare);
  const whom = shownOrNone(most?.name, shown);
  const share = most && percent(most.share);
  // One that took up all of it is the others.
  const [who, whose] = share === others ? [whom, ''] : ['others', share === undefined ? '' : `, ${whom} ${share}`];
  return `${shown(name)} was refused ${last.refused} of ${counted(last.requests, 'request')} while ${who} took up ${others} of the server${whose}.`;
}

function lossText({ seat }: Scored, shown: ShownName): string {
  const { tookMs, aloneMs } = seat.crowding!;
  const most = mostInTheWay(seat, shown);
  const because =
    most === undefined || most.share < WORTH_NAMING
      ? ''
      : `; ${most.whom} stood most in the way (${percent(most.share)} of its wait)`;
  return `its requests took ${duration(tookMs)} each, and would have taken ${duration(aloneMs)} alone${because}`;
}

function atOnce({ verdict: { peakInFlight = Number.POSITIVE_INFINITY } }: Seat): number {
  return peakInFlight;
}

/** Who else stood most in the way of a name, and for which share of its wait; undefined where nobody did. */
function mostInTheWay({ crowding, verdict }: Seat, shown: ShownName) {
  const most = crowding?.behind.find(({ name }) => name !== verdict.run);
  if (most === undefined) return undefined;
  return { whom: shownOrNone(most.name, shown), share: Math.min(1, most.ms / crowding!.waitedMs) };
}

/** How a name is shown, and those without one. */
function shownOrNone(name: string | undefined, shown: ShownName): string {
  return name === undefined ? 'requests without a name' : shown(name);
}

/** 1 for who was not in anybody's line. */
function slowdown({ crowding }: Seat): number {
  return crowding === undefined || crowding.aloneMs === 0 ? 1 : crowding.tookMs / crowding.aloneMs;
}
