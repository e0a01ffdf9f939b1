/** What runs on a Raspberry Pi Pico W built with Moddable: a Pico with Wi-Fi. */
import { picoW } from '../../../boards/pico.ts'
import { Offline } from '../../offline.ts'
import { boot } from '../boot.ts'
import { ModdableClock } from '../clock.ts'
import { ModdableNetwork } from '../network.ts'
import { noise } from '../pico/native.ts'
import { picoParts } from '../pico/parts.ts'
import { ModdablePlatform } from '../platform.ts'

boot((setup) => {
  const clock = new ModdableClock()
  const wifi = setup.wifi
  const network =
    wifi === undefined ? new Offline() : new ModdableNetwork(wifi, () => clock.ticks(), noise)
  return new ModdablePlatform(picoParts(picoW(), clock, network))
})
