/** Thrown by a handler when trying again is of no use: the job becomes a dead letter at once. */
export class GiveUp extends Error {}
