/** The simulated SCD30 and SCD4x on a bus, and what a master does to them. */
import { CO2, HUMIDITY, TEMPERATURE } from '../../device/quantities.ts'
import type { Driver } from '../../device/sensors/driver.ts'
import { Scd4xChip } from '../../host-tools/simulator/chips/scd4x-chip.ts'
import { Scd30Chip, type Scd30Unit } from '../../host-tools/simulator/chips/scd30-chip.ts'
import { I2CBus, type I2CChip, I2CPort } from '../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../host-tools/simulator/kernel.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import { World } from '../../host-tools/simulator/world.ts'
import { bytesOf, hex } from './driving.ts'

export const STILL = {
  co2Offset: 0,
  temperatureOffset: 0,
  humidityOffset: 0,
  co2Noise: 0,
  noise: 0,
}
export const NEW: Scd30Unit = { ...STILL, intervalS: 2, selfCalibration: false, measuring: false }

export function worldOf(ppm: number, centiCelsius: number, centiPercent: number): World {
  const level = (quantity: { code: number }, value: number) => ({
    quantity: quantity.code,
    timesS: [0],
    values: [value],
  })
  return new World([
    level(CO2, ppm),
    level(TEMPERATURE, centiCelsius),
    level(HUMIDITY, centiPercent),
  ])
}

/** A chip on its bus, and what a master does to it. */
function rig<Chip extends I2CChip>(make: (kernel: Kernel) => Chip) {
  const kernel = new Kernel()
  const bus = new I2CBus()
  const chip = make(kernel)
  bus.add(chip)
  const port = new I2CPort(bus, chip.address)
  const wait = (ms: number) => kernel.run(kernel.nowUs + ms * 1000)
  const write = (bytes: string) => {
    try {
      port.write(bytesOf(bytes), true)
      return true
    } catch {
      return false
    }
  }
  const read = (length: number) => {
    const into = new Uint8Array(length)
    try {
      port.read(into)
      return hex(into)
    } catch {
      return 'nack'
    }
  }
  const ask = (command: string, length: number, ms = 4) => {
    if (!write(command)) return 'nack'
    wait(ms)
    return read(length)
  }
  return { kernel, chip, port, wait, write, read, ask }
}

export const scd30Rig = (unit: Partial<Scd30Unit> = {}, world = worldOf(439, 2_724, 4_881)) =>
  rig((kernel) => new Scd30Chip(kernel, world, new Random(1, 1, 1), { ...NEW, ...unit }))
export const scd4xRig = (world = worldOf(500, 2_500, 3_700)) =>
  rig((kernel) => new Scd4xChip(kernel, world, new Random(1, 1, 1), STILL))

/** Turns of a driver in step with the chip's time; the values that came. */
export function driven({ kernel }: { kernel: Kernel }, driver: Driver, seconds: number): string[] {
  const { intervalMs } = driver.part
  const seen: string[] = []
  const into = new Int32Array(3)
  for (let turn = 0; turn < (seconds * 1000) / intervalMs; turn++) {
    const endUs = kernel.nowUs + intervalMs * 1000
    let outcome = 3
    while (outcome === 3) {
      kernel.run(kernel.nowUs + driver.start(kernel.nowUs / 1000) * 1000)
      outcome = driver.finish(kernel.nowUs / 1000, into)
    }
    if (outcome === 0) seen.push(String([...into]))
    else if (outcome > 3) seen.push(`fault ${outcome}`)
    kernel.run(Math.max(endUs, kernel.nowUs))
  }
  return seen
}
