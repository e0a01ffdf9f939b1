import type { Board } from './board.ts'

/**
 * ESP32-C3-DevKitM-1 and other ESP32-C3-MINI-1 boards with 4 MB flash.
 *
 * Pins: ESP32-C3-DevKitM-1 user guide and ESP32-C3 datasheet, "Strapping Pins". Left alone: 2, 8, 9
 * (strapping; 8 is also the LED, 9 the BOOT button), 11 to 17 (flash), 18 and 19 (USB), 20 and 21
 * (UART 0, the console). 4 to 7 are JTAG pins only when a fuse says so. Espruino's own I2C default,
 * 8 and 9, is not used because of the strapping. 10 has no other task.
 *
 * The journal stands where the ESP32 has it: both have the same partition table.
 */
export function esp32c3(): Board {
  return {
    name: 'esp32c3',
    serial: [{ name: 'uart1', uart: 1, rxPin: 4, txPin: 5 }],
    i2c: [{ name: 'i2c1', bus: 0, sdaPin: 6, sclPin: 7 }],
    wires: [{ name: 'wire1', pin: 10 }],
    noisePin: 3,
    watchdogS: 60,
    espruinoJournal: { byteOffset: 0x220000, blocks: 256, blockLength: 4096, inStorage: false },
  }
}
