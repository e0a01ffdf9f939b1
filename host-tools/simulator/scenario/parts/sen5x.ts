import * as v from 'valibot'
import type { Sen5xUnit } from '../../chips/sen5x-chip.ts'
import { whole } from '../format/values.ts'
import { airKeys } from './air.ts'
import { DustKeys } from './dust-node.ts'
import { opticsOf } from './optics.ts'
import { offset, onBus, partKind } from './part-kind.ts'

const ADDRESS = 0x69
const { temperature, humidity } = airKeys(0.45, 4.5)
const Keys = v.object({
  ...DustKeys,
  temperature,
  humidity,
  airNoise: v.optional(
    whole(0, 1_000, 'Of readings of temperature and humidity, in steps, and of VOC, in points.'),
    3,
  ),
})

function node<Name extends 'SEN54' | 'SEN55'>(name: Name) {
  const schema = v.strictObject({ part: v.literal(name), ...Keys.entries })
  return partKind(schema, (file, random) => {
    const part = file as v.InferOutput<typeof Keys>
    const unit: Sen5xUnit = {
      ...opticsOf(part, random),
      address: ADDRESS,
      nox: name === 'SEN55',
      intervalMs: part.interval,
      cleaningS: part.cleaning,
      lostStarts: part.lostStarts,
      temperatureOffset: offset(random, part.temperature, 100),
      humidityOffset: offset(random, part.humidity, 100),
      airNoise: part.airNoise,
    }
    return onBus(name, ADDRESS, unit)
  })
}

export const sen54 = node('SEN54')
export const sen55 = node('SEN55')
