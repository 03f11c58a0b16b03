/** A part of the rig was not up when it should have been: nothing was measured. */
export class InvalidRun extends Error {}
