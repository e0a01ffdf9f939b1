/** Several figures of a quantity as one, in the way that the quantity is averaged. */
import type { Quantity } from '../../../device/quantities.ts'
import { EnergyMean } from '../../../device/sampling/energy-mean.ts'

/** Of one figure or more, in steps. */
export function meanOf(quantity: Quantity | undefined, values: readonly number[]): number {
  switch (quantity?.averaging) {
    case 'energy': {
      const mean = new EnergyMean()
      for (const value of values) mean.add(Math.round(value))
      return mean.take()
    }
    case 'least':
      return values.reduce((least, value) => Math.min(least, value))
    case 'greatest':
      return values.reduce((greatest, value) => Math.max(greatest, value))
    default:
      return values.reduce((sum, value) => sum + value, 0) / values.length
  }
}
