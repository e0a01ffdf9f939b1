import type { Board } from './board.ts'

/** Pico W: pin 29 belongs to the radio there, so the supply cannot be measured aside from it. */
export function picoW(): Board {
  return {
    name: 'pico-w',
    serial: [
      { name: 'uart1', uart: 0, rxPin: 13, txPin: 12 },
      { name: 'uart2', uart: 1, rxPin: 9, txPin: 8 },
    ],
    i2c: [{ name: 'i2c1', bus: 0, sdaPin: 4, sclPin: 5 }],
    wires: [{ name: 'wire1', pin: 22 }],
    watchdogS: 8,
    espruinoJournal: { byteOffset: 0x101c0000, blocks: 40, blockLength: 4096, inStorage: true },
    moddableJournal: { byteOffset: 0xe0000, blocks: 256, blockLength: 4096 },
  }
}

/**
 * Raspberry Pi Pico (RP2040, 2 MB flash).
 *
 * Pins: Raspberry Pi Pico datasheet, figure 2 (pinout) and section 2.1; RP2040 datasheet 1.4.3
 * (GPIO functions). 0 and 1 stay free for a debug console, 23 to 25 are the board's own. Pin 29
 * measures VSYS through a divider by three.
 *
 * Espruino allows writes inside Storage only (targets/rp2xxx/jshardware.c), so there the journal is
 * the first file of Storage: one page of header, then `blocks` whole pages; 23 of the 64 pages are
 * left for code and config. Moddable leaves the flash behind its image free up to 0x1e8000.
 * The RP2040 watchdog counts 8.38 s at most (errata RP2040-E1).
 */
export function pico(): Board {
  return {
    ...picoW(),
    name: 'pico',
    battery: { pin: 29, fullScaleMv: 3300, dividerRatio: 3 },
  }
}
