/** What the board's own pins and oscillator lead to, beside the kit's chips. */
import type { RP2040 } from 'rp2040js'
import type { BatteryPin } from '../../../../device/boards/board.ts'
import type { Random } from '../../random.ts'

const FIRST_ANALOG_PIN = 26
const ADC_STEPS = 4096
const US_PER_MV_LOST = 360_000_000

/** RP2040 datasheet, 2.17.8. */
const ROSC = 0x40060
const ROSC_STATUS = 0x18
const ROSC_STABLE = 0x80001000
const ROSC_RANDOM_BIT = 0x1c

/** A lithium cell behind the board's divider, which falls slowly; other channels read nothing. */
export function connectBattery(
  chip: RP2040,
  battery: BatteryPin,
  fullMv: number,
  sincePowerUs: () => number,
): void {
  const { adc } = chip
  adc.onADCRead = (channel) => {
    const supplyMv = fullMv - Math.floor(sincePowerUs() / US_PER_MV_LOST)
    const pinMv = supplyMv / battery.dividerRatio
    const raw = Math.floor((pinMv * ADC_STEPS) / battery.fullScaleMv)
    adc.channelValues[channel] = channel === battery.pin - FIRST_ANALOG_PIN ? raw : 0
    adc.currentChannel = channel
    adc.sampleAlarm.schedule(adc.sampleTime * 1000)
  }
}

/** The ring oscillator, for its noise: the emulator has none. */
export function connectOscillator(chip: RP2040, random: Random): void {
  const rosc = chip.peripherals[ROSC]!
  rosc.readUint32 = (offset) => {
    if (offset === ROSC_RANDOM_BIT) return random.between(0, 1)
    return offset === ROSC_STATUS ? ROSC_STABLE : 0
  }
  rosc.writeUint32 = () => {}
}
