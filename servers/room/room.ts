import type { RoomNames } from './room-names.ts';

/** Whether each name of a room has limits and a schedule of its own on each server, or all have those of the server together. */
export const ROOM_CAPACITIES = ['own', 'shared'] as const;

/** One of {@link ROOM_CAPACITIES}. */
export type RoomCapacity = (typeof ROOM_CAPACITIES)[number];

/** The capacity unless it is chosen: one learner's mistake is nobody else's trouble. */
export const DEFAULT_CAPACITY: RoomCapacity = 'own';

/** A room of learners, who share the servers of a lab and tell themselves apart by names. */
export interface Room {
  readonly capacity: RoomCapacity;
  readonly names: RoomNames;
}
