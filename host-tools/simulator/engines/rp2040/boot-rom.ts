/**
 * The boot ROM, with its functions for the flash chip done by the host: the emulator has no flash
 * chip behind its serial interface. RP2040 datasheet, 2.8.2.1 (tables) and 2.8.3.1.3 (functions).
 */
import type { RP2040 } from 'rp2040js'
import type { FlashChip } from './flash-chip.ts'

const ROM_LENGTH = 16_384
const MAGIC = [0x4d, 0x75, 0x01]
const MAGIC_AT = 0x10
const FUNCTION_TABLE_AT = 0x14
const BREAK = 0xbe00
const BX_LR = 0x4770
/** Numbers of the breaks; other numbers are the firmware's own. */
const FIRST_BREAK = 0x40
const FUNCTIONS = ['IF', 'EX', 'RE', 'RP', 'FC', 'CX']
const FLASH_START = 0x10000000
const RAM_START = 0x20000000

/** Whether these bytes are a whole boot ROM of an RP2040, of any version. */
export function isBootRom(image: Uint8Array): boolean {
  return image.length === ROM_LENGTH && MAGIC.every((byte, i) => image[MAGIC_AT + i] === byte)
}

/** Puts it into the chip. */
export function loadBootRom(chip: RP2040, image: Uint8Array): void {
  const halves = new Uint16Array(image.slice().buffer)
  for (let at = halves[FUNCTION_TABLE_AT / 2]! / 2; halves[at] !== 0; at += 2) {
    const name = String.fromCharCode(halves[at]! & 0xff, halves[at]! >> 8)
    const number = FUNCTIONS.indexOf(name)
    if (number < 0) continue
    const place = halves[at + 1]! >> 1
    halves[place] = BREAK + FIRST_BREAK + number
    halves[place + 1] = BX_LR
  }
  chip.loadBootrom(new Uint32Array(halves.buffer))
}

/** Does what the broken function would have done; false where the break is none of them. */
export function doFlashFunction(code: number, chip: RP2040, flash: FlashChip): boolean {
  const name = FUNCTIONS[code - FIRST_BREAK]
  if (name === undefined || chip.core.PC >= ROM_LENGTH) return false
  const [r0, r1, r2] = chip.core.registers as unknown as [number, number, number]
  if (name === 'RE') flash.erase(r0, r1)
  if (name === 'RP') flash.program(r0, bytesAt(chip, r1, r2))
  return true
}

function bytesAt(chip: RP2040, address: number, length: number): Uint8Array {
  const [memory, start] = address >= RAM_START ? [chip.sram, RAM_START] : [chip.flash, FLASH_START]
  return memory.slice(address - start, address - start + length)
}
