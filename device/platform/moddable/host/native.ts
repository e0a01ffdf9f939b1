/** The functions of `main.c`. */

export const printLine = native('xs_host_print') as unknown as (line: string) => void

/** Ends the program; anything but 0 is a failure. */
export const exit = native('xs_host_exit') as unknown as (status: number) => void
