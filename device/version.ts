/** The firmware's version, as one number: major * 10000 + minor * 100 + patch. */
export const VERSION = 100
