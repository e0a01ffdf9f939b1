import * as v from 'valibot'
import { airKeys } from './air.ts'
import { offset, onWire, partKind } from './part-kind.ts'

const Dht22 = v.strictObject({
  part: v.literal('DHT22'),
  ...airKeys(0.5, 2),
  complement: v.pipe(
    v.optional(v.boolean(), false),
    v.description('Negative temperatures as two’s complements, as some makers have them.'),
  ),
  wet: v.pipe(
    v.optional(v.boolean(), false),
    v.description('It was wet once, and says 99.9 % for ever.'),
  ),
})

export const dht22 = partKind(Dht22, (part, random) =>
  onWire('DHT22', {
    temperatureOffset: offset(random, part.temperature, 100),
    humidityOffset: offset(random, part.humidity, 100),
    noise: part.noise,
    isComplement: part.complement,
    isWet: part.wet,
  }),
)
