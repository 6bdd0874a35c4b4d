/** By this variable, and the run's id in it, the agent of a killed process is found, the command that looked at its work, and all that they started. */
export const runMark = 'PORTSIDE_IMPROVE';
