/** Which engines this machine has. Missing ones are skipped aloud; in CI, XS must be there. */
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { findXsWorker } from '../../host-tools/simulator/engines/xs-worker.ts'

/** True when XS is here. With CI set its absence is a failure. */
export function hasXs(): boolean {
  if (findXsWorker() !== undefined) return true
  const message =
    'XS is not here (optional package @agoric/xsnap, needs a C compiler and Node 20 or 22)'
  if (process.env['CI']) throw new Error(`${message}; CI must have it`)
  console.warn(`SKIPPED: ${message}`)
  return false
}

/** True when ESPRUINO names a binary. */
export function hasEspruino(): boolean {
  if (existsSync(process.env['ESPRUINO'] ?? '')) return true
  console.warn('SKIPPED: no Espruino; set ESPRUINO to an Espruino Linux binary to run these')
  return false
}

/** The firmware images that MEETKIT_RP2040_IMAGE names, separated as paths are in PATH. */
export function rp2040Images(): string[] {
  const images = (process.env['MEETKIT_RP2040_IMAGE'] ?? '').split(delimiter).filter(Boolean)
  if (images.length === 0)
    console.warn('SKIPPED: no image of a Pico; set MEETKIT_RP2040_IMAGE to UF2 files to run these')
  return images
}
