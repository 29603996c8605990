/** Whether each name of a room has limits and a schedule of its own on each server, or all have those of the server together. */
export type RoomCapacity = 'own' | 'shared';
