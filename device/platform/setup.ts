/** What a board finds in its memory at boot: what the kit is, and its way into the network. */
import type { KitConfig } from '../config/config.ts'

export interface WifiSetup {
  readonly ssid: string
  readonly password: string
  /** A time server nearer than the public pool. */
  readonly timeServer?: string
}

export interface KitSetup {
  readonly kit: KitConfig
  /** Without it the kit measures and stores, and sends nothing. */
  readonly wifi?: WifiSetup
}

/** Longest name and password that WPA2 knows. */
const SSID_LENGTH_MAX = 32
const PASSWORD_LENGTH_MAX = 64

/** Reads a setup; throws with the path of the first thing that is wrong. */
export function parseSetup(json: string): KitSetup {
  const setup = parsed(json)
  const kit = setup.kit
  if (typeof kit !== 'object' || kit === null) throw new Error('kit: is missing')
  if (!Array.isArray(kit.targets)) throw new Error('kit.targets: must be a list')
  if (!Array.isArray(kit.sensors)) throw new Error('kit.sensors: must be a list')
  const wifi = setup.wifi
  if (wifi !== undefined) {
    checkText(wifi.ssid, 'wifi.ssid', SSID_LENGTH_MAX)
    checkText(wifi.password, 'wifi.password', PASSWORD_LENGTH_MAX)
  }
  return setup
}

function parsed(json: string): KitSetup {
  let setup: KitSetup | null = null
  try {
    setup = JSON.parse(json) as KitSetup
  } catch {
    // The engines word their errors differently, and none says more than this.
  }
  if (typeof setup !== 'object' || setup === null) throw new Error('the setup is not JSON')
  return setup
}

function checkText(value: unknown, path: string, lengthMax: number): void {
  if (typeof value !== 'string' || value.length > lengthMax)
    throw new Error(`${path}: must be a text of at most ${lengthMax} characters`)
}
