import type { Lesson } from '../bench/lesson/lesson.ts';
import { waiting } from './01-waiting/lesson.ts';
import { slots } from './02-slots/lesson.ts';
import { enough } from './03-enough/lesson.ts';
import { network } from './04-network/lesson.ts';
import { truth } from './06-truth/lesson.ts';
import { timeouts } from './07-timeouts/lesson.ts';
import { retries } from './08-retries/lesson.ts';
import { unknown } from './17-unknown/lesson.ts';

/** All lessons, in the order in which they are taught. */
export const LESSONS: readonly Lesson[] = [waiting, slots, enough, network, truth, timeouts, retries, unknown];
