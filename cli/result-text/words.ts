import { type FigureName, figure, figureTitle } from '../../bench/result/figures.ts';
import { AGENT_COLUMNS } from '../../bench/rows/agent-rows.ts';
import { ENOUGH } from '../../bench/sweep/best-m.ts';
import { OUTCOME_KINDS } from '../../clients/download/outcome-kinds.ts';

/** A word that the lab uses in one sense, and everywhere in that one. */
export interface Word {
  readonly word: string;
  /** In one line, without a full stop. */
  readonly meaning: string;
  /** What follows from it, in full sentences. */
  readonly more: string;
}

const ENOUGH_PERCENT = `${ENOUGH * 100} %`;

/** The words that users meet, those that belong together one after the other. */
export const WORDS: readonly Word[] = [
  {
    word: 'server',
    meaning: 'one listening test server, named by its label',
    more: 'LOCAL answers at once, DELAY makes its clients wait, ERROR also fails, and LIMITED serves only some at a time. A label of your own gets its faults by --fault.',
  },
  {
    word: 'fault',
    meaning: 'one kind of misbehaviour; the faults of a server are its profile',
    more: 'A fault says how often it strikes and how hard, such as status=503@10% or delay=uniform:1s..2s. npx flaglab faults lists them all.',
  },
  {
    word: 'key',
    meaning: 'method and path of a request, such as `GET /flags/br/br.gif`',
    more: 'What happens to a request depends on its key, not on when it comes.',
  },
  {
    word: 'attempt',
    meaning: '1, 2, 3 … for the same key within one run',
    more: 'The second attempt has a fate of its own, so a retry may fare better, and fares the same in the next run.',
  },
  {
    word: 'fate',
    meaning: 'what the faults decide for one seed, label, key and attempt',
    more: 'It is known before the request is sent. npx flaglab plan -s DELAY prints it.',
  },
  {
    word: 'run',
    meaning: 'a span of time on a server with attempts and records of its own',
    more: 'The header X-Lab-Run, or /run/NAME before a path, says to which run a request belongs. Each new run meets the same fates.',
  },
  {
    word: 'strategy',
    meaning: 'how a client arranges its requests',
    more: 'sequential sends one after another, workers uses threads, async one event loop. They differ in nothing else.',
  },
  {
    word: 'outcome',
    meaning: `what happened to one item: ${OUTCOME_KINDS.slice(0, -1).join(', ')} or ${OUTCOME_KINDS.at(-1)}`,
    more: 'Each item that a client was asked for ends in exactly one of them.',
  },
  {
    word: 'cell',
    meaning: 'one strategy against one server in a benchmark',
    more: 'It runs in a process of its own. The same cell at another m, or once more, is another cell.',
  },
  {
    word: 'm',
    meaning: 'how many requests a client may have in flight at once',
    more: 'While one request waits, others can be on their way: so a higher m helps until something else is full, be it the server or the client. sequential always has m = 1.',
  },
  {
    word: 'sweep',
    meaning: 'the same client at several m, one after the other',
    more: 'It shows where more concurrency stops helping. npx flaglab bench -s LIMITED -c async --all --sweep auto makes one.',
  },
  {
    word: 'slots',
    meaning: 'how many requests a server serves at once',
    more: 'The next ones wait in its queue. LIMITED has 8 slots.',
  },
  {
    word: 'shed',
    meaning: 'turned away by a server whose queue is full',
    more: 'It costs a server little to say no at once, and much to serve somebody who has already left. A client with a lower m is not turned away.',
  },
  {
    word: 'knee',
    meaning: 'the m from which on more concurrency gains almost nothing',
    more: `With m at the knee a client has at least ${ENOUGH_PERCENT} of its best goodput. Below it the client could be faster; above it requests only wait, or are shed.`,
  },
  {
    word: 'enough',
    meaning: `the smallest m with which a client without work of its own has ${ENOUGH_PERCENT} of its best goodput`,
    more: "The known fates of the server say which m that is; where nothing is known, the measured levels do. The client's own time is not held against a level, so a higher m may still gain a little where that time is long. Levels where requests were refused do not count.",
  },
  {
    word: 'makespan',
    meaning: 'the time from the first request to the last answer',
    more: 'The slowest item may decide it alone: then more concurrency cannot make it shorter.',
  },
  ofFigure(
    'ideal',
    'No client beats it: neither the longest item nor the work of all, shared out among m requests or among the slots of the server, can take less.',
  ),
  ofFigure(
    'efficiency',
    'At 100 % a client wasted nothing. There is no efficiency where a client left work out, was refused, or did something else than it was asked to: it may be quick for the wrong reason. bench --explain says where the time of a low one went.',
  ),
  ofFigure('goodput', 'A server that fails fast has a high throughput and a low goodput.'),
  ofFigure(
    'offered',
    'With --rate a client does not wait for answers. It is the server that takes what was offered, or does not; a client that sends too late has offered less than it was asked to.',
  ),
  {
    word: 'speed-up',
    meaning: 'how many times sooner than sequential a strategy was done',
    more: 'It can be as high as m where requests only wait, and is near 1 where nothing waits.',
  },
  ofFigure(
    'p50',
    'It is the median. Like p95 it is about items that ended ok or timed out: what timed out counts with the time it has waited, and what was refused does not count.',
  ),
  ofFigure('p95', 'Of a hundred items the five that took longest are beyond it. p50 is the median.'),
  ofFigure(
    'cpu',
    'All threads of the client count, and so does their start. A client that only waits needs little of it.',
  ),
  ofFigure(
    'peakRss',
    'RSS is the resident set size: what of a process is really in memory. Node itself takes a part of it.',
  ),
  {
    word: 'politeness',
    meaning: 'how considerate a client was of a server, from 0 to 100 %',
    more: 'Requests that a limit turned away, answers that it did not wait for, Retry-After that it did not obey, repeats, more than two requests for each flag, and connections that it opened anew make it less. The board of a room shows it, and lesson 17 counts it.',
  },
  {
    word: 'score',
    meaning: 'percent of the ideal times politeness, from 0 to 100',
    more: 'The ideal is the shortest time in which anybody could have got these flags. There is no score where that cannot be told, as of a client that left some out.',
  },
  {
    word: 'fairness',
    meaning: "Jain's index of how much the names of a room slowed each other down",
    more: 'It is 1 where all were slowed down alike, or nobody was, and 1/n where one of n was not and the others waited for ever. npx flaglab serve --room --room-capacity shared lets all names share the slots; the page shows it.',
  },
  {
    word: 'agent',
    meaning: 'a process, on any machine, that sends its share of the requests of a cell',
    more: 'npx flaglab agent --redis URL starts one; bench --redis URL --agents 2 waits for two and tells of each in a table.',
  },
  ...AGENT_COLUMNS.flatMap(({ head, meaning }): Word[] =>
    meaning === undefined ? [] : [{ word: head, meaning, more: 'It is a column of the table of agents.' }],
  ),
];

/** A figure is explained as it is defined. */
function ofFigure(name: FigureName, more: string): Word {
  const { definition } = figure(name);
  return { word: figureTitle({ name }), meaning: definition, more };
}

/** What the columns of a bench's table mean that a newcomer does not know, in one line. */
export function footnote(heads: readonly string[]): string {
  const known = heads.flatMap((head) => WORDS.find(({ word }) => word === head) ?? []);
  return `${known.map(({ word, meaning }) => `${word}: ${meaning}`).join('. ')}. More: npx flaglab explain`;
}
