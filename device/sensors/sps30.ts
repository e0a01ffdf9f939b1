/**
 * SPS30 particulate matter sensor, Sensirion.
 * Datasheet: "SPS30", version 1.0, D1, 2020-03 (section numbers: DS). On a serial port it speaks
 * SHDLC, on I2C it has the address 0x69; its SEL pin decides which, as power comes (DS 3, 6).
 *
 * One part with one code, as its measurements do not depend on the wires: a config with a bus or an
 * address means I2C. Mass concentrations as IEEE 754 floats, which firmware 1.0 has as well and
 * which are finer than its integers. Not supported: number concentrations, typical particle size,
 * sleep, another interval of the fan's cleaning than the one in the chip (DS 4.2).
 */
import type { SensorConfig } from '../config/config.ts'
import type { Platform } from '../platform/io.ts'
import { PM1, PM2_5, PM4, PM10 } from '../quantities.ts'
import { SPS30_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { SPS30_BAUD, Sps30Uart } from './sps30-uart.ts'

/** DS 1.1, 2.1. As a function, so that a kit has the table in memory only where it has the part. */
export function sps30Part(bus: 'serial' | 'i2c'): PartDescription {
  const range = { minimum: 0, maximum: 100_000, resolution: 1 }
  const fine = { ...range, accuracy: '±10 % or ±10 µg/m³' }
  const coarse = { ...range, accuracy: '±25 % or ±25 µg/m³' }
  return {
    code: SPS30_CODE,
    name: 'SPS30',
    bus,
    addresses: [0x69],
    intervalMs: 1_000,
    warmUpMs: 30_000,
    currentMilliamps: 65,
    priceClass: 3,
    channels: [
      { quantity: PM1, ...fine },
      { quantity: PM2_5, ...fine },
      { quantity: PM4, ...coarse },
      { quantity: PM10, ...coarse },
    ],
  }
}

/** On a serial port; on I2C it is opened with those that speak alike, in `continuous-parts.ts`. */
export function openSps30(platform: Platform, config: SensorConfig): Driver {
  return new Sps30Uart(platform.openSerial(config.port, SPS30_BAUD), sps30Part('serial'))
}
