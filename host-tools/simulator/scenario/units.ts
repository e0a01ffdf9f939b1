/** Draws what one unit of a part is like, within what the scenario says of its kind. */
import { resolve } from 'node:path'
import type { Bme280Unit } from '../chips/bme280-chip.ts'
import type { ChipSetup } from '../chips/chip.ts'
import type { Sds011Unit } from '../chips/sds011-chip.ts'
import type { Sht3xUnit } from '../chips/sht3x-chip.ts'
import type { Random } from '../random.ts'
import type { PartFile } from './format/kits.ts'
import { shareOf } from './format/values.ts'

const ID_MAX = 0xfffe

/** The part as the firmware's config names it, and the chip that is there. */
export interface Fitted {
  readonly part: string
  readonly port: string
  readonly address?: number
  readonly chip: ChipSetup
}

/** Paths in the file are relative to `folder`. */
export function fitPart(part: PartFile, random: Random, folder: string): Fitted {
  switch (part.part) {
    case 'SDS011':
      return serial('SDS011', 'uart1', sds011(part, random))
    case 'BME280':
      return onBus('BME280', part.address, bme280(part, random))
    case 'SHT3x':
      return onBus('SHT3x', part.address, sht3x(part, random))
    case 'use': {
      const unit = { ...part.with, address: part.address }
      const { name, address } = part
      const fitted =
        address === undefined ? serial(name, 'uart1', unit) : onBus(name, address, unit)
      return { ...fitted, chip: { ...fitted.chip, model: resolve(folder, part.file) } }
    }
  }
}

function serial(part: string, port: string, unit: object): Fitted {
  return { part, port, chip: { part, port, unit } }
}

function onBus(part: string, address: number, unit: object): Fitted {
  const port = 'i2c1'
  return { part, port, address, chip: { part, port, unit } }
}

type Of<Part extends string> = Extract<PartFile, { part: Part }>

function sds011(part: Of<'SDS011'>, random: Random): Sds011Unit {
  const gain = Math.round(shareOf(part.gain) * 1000)
  return {
    id: random.between(1, ID_MAX),
    gain: random.between(-gain, gain),
    noise: Math.round(shareOf(part.noise) * 1000),
    noiseFloor: Math.round(part.floor * 100),
    humidityResponse: Math.round(part.humidityResponse * 1000),
    workingPeriodMinutes: part.workingPeriod,
    queryMode: part.queryMode,
  }
}

/** An offset of at most `most` units, in steps. */
function offset(random: Random, most: number, steps: number): number {
  const whole = Math.round(most * steps)
  return random.between(-whole, whole)
}

function bme280(part: Of<'BME280'>, random: Random): Bme280Unit {
  return {
    address: part.address,
    temperatureOffset: offset(random, part.temperature, 100),
    humidityOffset: offset(random, part.humidity, 100),
    pressureOffset: offset(random, part.pressure, 1),
    noise: part.noise,
  }
}

function sht3x(part: Of<'SHT3x'>, random: Random): Sht3xUnit {
  return {
    address: part.address,
    temperatureOffset: offset(random, part.temperature, 100),
    humidityOffset: offset(random, part.humidity, 100),
    noise: part.noise,
  }
}
