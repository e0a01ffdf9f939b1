/** The functions of `native.c`. Addresses count from the start of the flash chip. */

/** Reads `length` bytes into the beginning of `into`. */
export const flashRead = native('xs_meetkit_flash_read') as unknown as (
  into: Uint8Array,
  length: number,
  address: number,
) => void

/** Writes the first `length` bytes of `bytes`. */
export const flashWrite = native('xs_meetkit_flash_write') as unknown as (
  bytes: Uint8Array,
  length: number,
  address: number,
) => void

/** Erases the 4 KiB sector at `address`. */
export const flashErase = native('xs_meetkit_flash_erase') as unknown as (address: number) => void

/** 32 bits of the ring oscillator's noise. */
export const noise = native('xs_meetkit_noise') as unknown as () => number

/** The flash chip's serial number, 16 hexadecimal digits. */
export const chipId = native('xs_meetkit_chip_id') as unknown as () => string

/** Whether the watchdog caused this start. */
export const bitten = native('xs_meetkit_bitten') as unknown as () => boolean

/** Arms the watchdog, or puts it off again. */
export const watchdog = native('xs_meetkit_watchdog') as unknown as (timeoutMs: number) => void

export const restart = native('xs_meetkit_restart') as unknown as () => void
