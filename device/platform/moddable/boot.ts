/**
 * Starts the kit that the manifest's `config`, or a stored preference, describes.
 *
 * `mcconfig … hubUrl=http://… wifiSsid=… wifiPassword=…` fills in the config of a kit that sends to
 * a hub (the names `ssid` and `password` would make Moddable wait for Wi-Fi before anything is
 * measured). A preference `meetkit.setup` holding the same JSON as Espruino's `kit.json` goes
 * before it, and knows all targets.
 */
import config from 'mc/config'
import Preference from 'preference'
import { Kit } from '../../kit.ts'
import type { Platform } from '../io.ts'
import { type KitSetup, parseSetup } from '../setup.ts'

const DOMAIN = 'meetkit'
const KEY = 'setup'

/** A setup that cannot be used is told on the console, and nothing is started. */
export function boot(
  makePlatform: (setup: KitSetup) => Platform,
  findSetup: () => string | undefined = preference,
): void {
  try {
    const setup = readSetup(findSetup())
    const platform = makePlatform(setup)
    new Kit(platform, setup.kit).start()
    trace(`meetkit ${platform.id} measures\n`)
  } catch (error) {
    trace(`meetkit cannot start: ${(error as Error).message}\n`)
  }
}

function preference(): string | undefined {
  const stored = Preference.get(DOMAIN, KEY)
  return typeof stored === 'string' ? stored : undefined
}

function readSetup(stored: string | undefined): KitSetup {
  const setup = parseSetup(stored ?? JSON.stringify(built()))
  setup.kit.targets.forEach((target, i) => {
    if (String(target?.url).indexOf('https:') === 0)
      throw new Error(`kit.targets[${i}].url: this build has no TLS, use http`)
  })
  return setup
}

function built(): object {
  const { periodS, hubUrl, wifiSsid, wifiPassword } = config
  // The config stands in flash, and XS refuses to make text of an object that it cannot mark.
  const sensors = (config.sensors as readonly object[]).map((sensor) => ({ ...sensor }))
  const kit = { periodS: Number(periodS), targets: [{ kind: 'hub', url: hubUrl }], sensors }
  return wifiSsid ? { kit, wifi: { ssid: wifiSsid, password: wifiPassword } } : { kit }
}
