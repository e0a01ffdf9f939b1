/** What runs on an ESP32 or ESP32-C3 built with Moddable. */
import config from 'mc/config'
import 'system'
import { esp32 } from '../../../boards/esp32.ts'
import { esp32c3 } from '../../../boards/esp32c3.ts'
import { RESET_CAUSES } from '../../io.ts'
import { Offline } from '../../offline.ts'
import type { WifiSetup } from '../../setup.ts'
import { boot } from '../boot.ts'
import { ModdableClock } from '../clock.ts'
import { ModdableNetwork } from '../network.ts'
import { ModdablePlatform } from '../platform.ts'
import { PartitionFlash } from './flash.ts'
import { ModdableOneWire } from './one-wire.ts'

declare const System: { restart(): void }

const UINT32 = 4_294_967_296
const NO_WIFI: WifiSetup = { ssid: '', password: '' }

/** `Math.random` is the chip's noise source here: true noise as long as the radio is on. */
function entropy(): number {
  return Math.floor(Math.random() * UINT32)
}

boot((setup) => {
  const clock = new ModdableClock()
  const network = new ModdableNetwork(setup.wifi ?? NO_WIFI, () => clock.ticks(), entropy)
  return new ModdablePlatform({
    board: config['board'] === 'esp32c3' ? esp32c3() : esp32(),
    id: network.mac(),
    resetCause: RESET_CAUSES.indexOf('unknown'),
    clock,
    flash: new PartitionFlash(),
    network: setup.wifi === undefined ? new Offline() : network,
    openOneWire: (pin) => new ModdableOneWire(pin),
    entropy,
    // Moddable feeds the task watchdog of sdkconfig.defaults itself while scripts run.
    kickWatchdog: () => {},
    restart: () => System.restart(),
  })
})
