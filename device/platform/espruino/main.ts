/**
 * What an Espruino board runs from Storage. It reads `kit.json`, for example
 * `{"kit":{"periodS":300,"targets":[{"kind":"hub","url":"http://hub:8080/api/v1/batches"}],
 * "sensors":[{"part":"SDS011","port":"uart1"}]},"wifi":{"ssid":"school","password":"secret"}}`.
 * A setup that cannot be used is told on the console, and the board then waits for a better one.
 */
import type { Board } from '../../boards/board.ts'
import { esp32 } from '../../boards/esp32.ts'
import { esp32c3 } from '../../boards/esp32c3.ts'
import { pico } from '../../boards/pico.ts'
import { Kit } from '../../kit.ts'
import { parseSetup } from '../setup.ts'
import type { StorageModule } from './modules.ts'
import { espruinoPlatform } from './platform.ts'

const SETUP_FILE = 'kit.json'

/** The board that this build of Espruino is for; names as in Espruino's folder `boards`. */
function thisBoard(): Board {
  const name = process.env['BOARD']
  switch (name) {
    case 'ESP32':
    case 'ESP32_IDF4':
      return esp32()
    case 'ESP32C3_IDF4':
      return esp32c3()
    case 'ESPR_RP2040_PICO':
      // Else, without a computer at the USB, Espruino takes uart1 for its console.
      USB.setConsole(true)
      return pico()
    default:
      throw new Error(`no pin map for board ${name}`)
  }
}

function boot(): void {
  try {
    const json = (require('Storage') as StorageModule).read(SETUP_FILE)
    if (json === undefined) throw new Error('no such file in Storage')
    const setup = parseSetup(json)
    const platform = espruinoPlatform(thisBoard(), setup.wifi)
    new Kit(platform, setup.kit).start()
    print(`meetkit ${platform.id} measures`)
  } catch (error) {
    print(`meetkit cannot start: ${SETUP_FILE}: ${(error as Error).message}`)
  }
}

boot()
