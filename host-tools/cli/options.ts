/** Option values that more than one command takes. Each throws commander's error with a remedy. */
import { InvalidArgumentError } from 'commander'

/** A whole number from `minimum` to `maximum`. */
export function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`must be a whole number from ${minimum} to ${maximum}.`)
    return value
  }
}

/** A number above 0 and up to `maximum`. */
export function positive(maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value > 0 && value <= maximum))
      throw new InvalidArgumentError(`must be a number above 0 and up to ${maximum}.`)
    return value
  }
}

/** Seconds of an averaging period: what `device/config/config.ts` allows. */
export function period(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 10 || value > 900 || 3600 % value !== 0)
    throw new InvalidArgumentError('must divide 3600 and lie between 10 and 900, as 60 or 300.')
  return value
}
