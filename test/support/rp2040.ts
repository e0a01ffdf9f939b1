/** An emulated RP2040 with nothing on its pins, for tests of what is put there. */
import { RP2040 } from 'rp2040js'
import { ChipClock } from '../../host-tools/simulator/engines/rp2040/clock.ts'

export const FLASH_START = 0x10000000
export const RAM_START = 0x20000000
const STACK = 0x20040000
const RETURN = RAM_START + 0x100
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export interface Bare {
  readonly chip: RP2040
  readonly clock: ChipClock
}

/** Stands at the first instruction of `program`, which is in flash. */
export function bareChip(program: readonly number[] = []): Bare {
  const clock = new ChipClock()
  const chip = new RP2040(clock)
  chip.logger = silent
  clock.attach(chip)
  chip.flash16.set(program)
  chip.core.PC = FLASH_START
  chip.core.SP = STACK
  return { chip, clock }
}

/** Lets a pin belong to a peripheral: RP2040 datasheet, 2.19.2. */
export function route(chip: RP2040, pins: readonly number[], pinFunction: number): void {
  for (const pin of pins) chip.gpio[pin]!.ctrl = pinFunction
}

/** The code of a ROM function, as the boot ROM's tables have it. */
export function romCode(name: string): number {
  return name.charCodeAt(0) | (name.charCodeAt(1) << 8)
}

/** Runs the function at `address`; what it returns stands in r0 and r1. */
export function callRom({ core }: RP2040, address: number, ...args: number[]): void {
  core.registers.set(args)
  core.LR = RETURN | 1
  core.PC = address & ~1
  for (let i = 0; i < 10 && core.PC !== RETURN; i++) core.executeInstruction()
  if (core.PC !== RETURN) throw new Error('does not return')
}

/** Looks a function or a table up as the Pico SDK does; `tableAt`: 0x14 functions, 0x16 data. */
export function findInRom(chip: RP2040, name: string, tableAt = 0x14): number {
  callRom(chip, chip.readUint16(0x18), chip.readUint16(tableAt), romCode(name))
  return chip.core.registers[0]!
}
