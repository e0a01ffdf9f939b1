/** Kits that cannot be run on a Pico, or not with this image. */
import { pico } from '../../../../device/boards/pico.ts'
import { partByName } from '../../../parts/parts.ts'
import { USUAL_LOG } from '../../scenario/fleet.ts'
import type { KitSetup } from '../../sim-kit.ts'
import { type Firmware, logRegionOf } from './image.ts'
import { SETUP_LENGTH_MAX, setupText } from './settings.ts'

/** Why this kit cannot be run, as a sentence; empty when it can. */
export function misfitOf(setup: KitSetup, firmware: Firmware): string {
  if (setup.faults !== undefined)
    return 'An emulated board runs kits without faults only: nothing breaks on it.'
  return targetMisfit(setup, firmware) || logMisfit(setup, firmware) || partMisfit(setup, firmware)
}

function targetMisfit({ config }: KitSetup, firmware: Firmware): string {
  const [target] = config.targets
  if (config.targets.length !== 1 || target?.kind !== 'hub')
    return 'A Pico has no network: its log is read by cable, for a hub and for no other target.'
  if (firmware === 'moddable' && target.url.startsWith('https:'))
    return 'Moddable’s firmware refuses https: give the hub an address with http.'
  return ''
}

/** What a scenario does not say is the usual log; then the board’s own does. */
function logMisfit({ flash }: KitSetup, firmware: Firmware): string {
  const { from, to, blockLength } = logRegionOf(firmware)
  const blocks = (to - from) / blockLength
  const { writeAlign } = USUAL_LOG
  const fits = [USUAL_LOG, { blocks, blockLength, writeAlign }].some(
    (one) =>
      one.blocks === flash.blocks &&
      one.blockLength === flash.blockLength &&
      one.writeAlign === flash.writeAlign,
  )
  if (fits) return ''
  return `This image keeps its log in ${blocks} blocks of ${blockLength} bytes and in no others.`
}

function partMisfit(setup: KitSetup, firmware: Firmware): string {
  const { serial, i2c, wires, battery } = pico()
  const ports = [...serial, ...i2c].map(({ name }) => name)
  if (battery !== undefined) ports.push('adc1')
  for (const { part, port } of [...setup.config.sensors, ...setup.chips]) {
    if (partByName(part) === undefined) return `The firmware has no driver for ${part}.`
    if (wires.some(({ name }) => name === port)) return `No emulated pin plays ${port}.`
    if (!ports.includes(port)) return `A Pico has no port ${port}.`
  }
  if (firmware === 'moddable' && setupText(setup).length > SETUP_LENGTH_MAX)
    return `The setup page of this image holds ${SETUP_LENGTH_MAX} bytes, too few for this kit.`
  const moved = setup.config.sensors.find(
    ({ part, address }) => address !== undefined && address !== partByName(part)?.addresses?.[0],
  )
  if (firmware === 'moddable-built' && moved !== undefined)
    return `This image has no setup page, and looks for ${moved.part} at its first address.`
  return ''
}
