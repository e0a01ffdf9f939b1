import * as v from 'valibot'
import { OpticsKeys, opticsOf } from './optics.ts'
import { onLine, partKind, SerialPort } from './part-kind.ts'

const Keys = v.object({
  port: SerialPort,
  ...OpticsKeys,
  deaf: v.pipe(
    v.optional(v.boolean(), false),
    v.description('The kit’s TX is not wired: the chip stays active.'),
  ),
})

function plantower<Name extends string>(name: Name) {
  const schema = v.strictObject({ part: v.literal(name), ...Keys.entries })
  return partKind(schema, (part, random) => {
    const { port, deaf, ...optics } = part as v.InferOutput<typeof Keys>
    return onLine(name, port, { ...opticsOf(optics, random), deaf })
  })
}

export const pms5003 = plantower('PMS5003')
export const pms7003 = plantower('PMS7003')
export const pmsa003 = plantower('PMSA003')
