/** What the shell gets to see. 0 is success. */

/** The command ran and what it was asked to show did not hold, or something outside failed. */
export const EXIT_FAILURE = 1
/** An option, an argument, a file or a port that cannot be used. */
export const EXIT_USAGE = 2
/** An engine that is not installed on this machine. */
export const EXIT_MISSING = 3
/** Ended by Ctrl-C or its like before it was done. */
export const EXIT_INTERRUPTED = 130
