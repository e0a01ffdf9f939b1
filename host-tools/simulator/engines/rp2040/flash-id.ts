/**
 * The flash chip's unique number, which is the board's name. Software asks for it over the serial
 * interface, with the chip held selected; what else it asks there the emulator's own answers do
 * for, which satisfy the second stage of the boot loader.
 */
import type { RP2040 } from 'rp2040js'

const SSI = 0x18000
const SSI_DATA = 0x60
const IO_QSPI = 0x40018
const SELECT_CONTROL = 0x0c
const SELECT_LOW = 2
/** W25Q16JV datasheet, 8.2.30: a command byte, four dummy bytes, eight of the number. */
const READ_UNIQUE_ID = 0x4b
const ID_AT = 5

export function answerUniqueId(chip: RP2040, id: Uint8Array): void {
  const select = chip.peripherals[IO_QSPI]!
  const ssi = chip.peripherals[SSI]!
  const [read, write] = [ssi.readUint32.bind(ssi), ssi.writeUint32.bind(ssi)]
  const answers: number[] = []
  const registers = new Map<number, number>()
  let command = -1
  let sent = 0
  let selected = false
  select.readUint32 = (offset) => registers.get(offset) ?? 0
  select.writeUint32 = (offset, value) => {
    registers.set(offset, value)
    if (offset !== SELECT_CONTROL) return
    selected = ((value >> 8) & 3) === SELECT_LOW
    command = -1
    sent = 0
    answers.length = 0
  }
  ssi.writeUint32 = (offset, value) => {
    if (!selected || offset !== SSI_DATA) return write(offset, value)
    if (command < 0) command = value & 0xff
    const place = sent++ - ID_AT
    answers.push(command === READ_UNIQUE_ID && place >= 0 ? (id[place] ?? 0) : 0)
  }
  ssi.readUint32 = (offset) =>
    selected && offset === SSI_DATA ? (answers.shift() ?? 0) : read(offset)
}
