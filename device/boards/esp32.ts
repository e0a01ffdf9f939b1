import type { Board } from './board.ts'

/**
 * ESP32 DevKitC and NodeMCU-32S (ESP32-WROOM-32).
 *
 * Pins: ESP32-DevKitC V4 user guide and ESP32 datasheet v4.x, "Strapping Pins" and pin list. Left
 * alone: 0, 2, 5, 12, 15 (strapping), 6 to 11 (flash), 1 and 3 (UART 0, the console), 34 to 39 (no
 * output). 16 and 17 are printed RX2 and TX2; on a WROVER module they belong to the PSRAM, so use
 * `uart2` there. 21 and 22 are the usual I2C pins (Espruino's boards/ESP32_IDF4.py, Moddable's
 * nodemcu). 4 has no other task on these boards.
 *
 * Journal under Espruino: between the app and Storage. The IDF 4 table of Espruino
 * (targets/esp32/IDF4/partitions.csv) ends the app at 0x204000 and begins Storage at 0x320000;
 * the older table (Changes_V3.1) has an unused ota_0 there. 112 KiB after the app are left free.
 *
 * A function, so that a bundle with every board keeps only its own in memory.
 */
export function esp32(): Board {
  return {
    name: 'esp32',
    serial: [
      { name: 'uart1', uart: 2, rxPin: 16, txPin: 17 },
      { name: 'uart2', uart: 1, rxPin: 26, txPin: 27 },
    ],
    i2c: [{ name: 'i2c1', bus: 0, sdaPin: 21, sclPin: 22 }],
    wires: [{ name: 'wire1', pin: 4 }],
    noisePin: 36,
    watchdogS: 60,
    espruinoJournal: { byteOffset: 0x220000, blocks: 256, blockLength: 4096, inStorage: false },
  }
}
