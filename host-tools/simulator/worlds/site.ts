/** A scenario's place and time, and its draws by name. */
import { Random } from '../random.ts'
import type { Site } from './air.ts'
import { Wind, type WindOptions } from './wind.ts'

/** Stream of all draws of worlds. */
const WORLD = 20

export interface SiteOptions {
  readonly startUtcS: number
  readonly offsetS: number
  readonly durationS: number
  readonly seed: number
  readonly wind: WindOptions
}

export function openSite(options: SiteOptions): Site {
  const { startUtcS, offsetS, durationS, seed } = options
  const wind = new Wind(options.wind, durationS)
  const random = (name: string) => new Random(seed, hashOf(name), WORLD)
  return { startUtcS, offsetS, durationS, wind, random }
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}
