/** What the shell gets to see. 0 is success. */

/** The command ran and what it was asked to show did not hold, or something outside failed. */
export const EXIT_FAILURE = 1
/** An option, an argument or an input file that cannot be used. */
export const EXIT_USAGE = 2
/** An engine that is not installed on this machine. */
export const EXIT_MISSING = 3
/** Ended by Ctrl-C. */
export const EXIT_INTERRUPTED = 130
