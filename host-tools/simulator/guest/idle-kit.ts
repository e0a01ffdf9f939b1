/**
 * A board whose firmware only empties its serial port once a second. What a real kit costs more
 * than this is the firmware's own cost, without the simulator's.
 */
import type { KitConfig } from '../../../device/config/config.ts'
import type { Kit } from '../../../device/kit.ts'
import type { Platform, Serial } from '../../../device/platform/io.ts'

const TURN_MS = 1000

class IdleKit {
  readonly journal = {
    logId: 0,
    nextSequence: 0,
    oldestSequence: 0,
    cursor: () => 0,
    dropped: () => 0,
  }
  private readonly platform: Platform
  private readonly serial: Serial
  private readonly bytes = new Uint8Array(64)
  private readonly turn: () => void

  constructor(platform: Platform, config: KitConfig) {
    this.platform = platform
    this.serial = platform.openSerial(config.sensors[0]!.port, 9600)
    this.turn = () => this.start()
  }

  start(): void {
    this.serial.read(this.bytes)
    this.platform.clock.alarm(TURN_MS, this.turn)
  }
}

/** In place of `new Kit(platform, config)`; it has all of a kit that the simulator looks at. */
export function idleFirmware(platform: Platform, config: KitConfig): Kit {
  return new IdleKit(platform, config) as unknown as Kit
}
