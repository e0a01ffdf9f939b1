import * as v from 'valibot'
import { number, whole } from '../format/values.ts'
import { offset, onBus, partKind } from './part-kind.ts'

const Bmp280 = v.strictObject({
  part: v.literal('BMP280'),
  address: v.optional(v.picklist([0x76, 0x77]), 0x76),
  temperature: v.optional(number(0, 20, 'Largest offset of a unit, in °C.'), 0.5),
  pressure: v.optional(number(0, 5_000, 'The same in Pa.'), 60),
  noise: v.optional(whole(0, 1_000, 'Of single readings, in steps.'), 3),
})

export const bmp280 = partKind(Bmp280, (part, random) =>
  onBus('BMP280', part.address, {
    address: part.address,
    temperatureOffset: offset(random, part.temperature, 100),
    pressureOffset: offset(random, part.pressure, 1),
    noise: part.noise,
  }),
)
