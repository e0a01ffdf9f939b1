/** What differs between boards: a map of pins and where the flash is free. Data only. */

export interface SerialPins {
  readonly name: string
  /** Number of the UART in the chip. UART 0 is left to the console where the board has it there. */
  readonly uart: number
  readonly rxPin: number
  readonly txPin: number
}

export interface I2CPins {
  readonly name: string
  /** Number of the I2C controller in the chip. */
  readonly bus: number
  readonly sdaPin: number
  readonly sclPin: number
}

/** One wire with a pull-up to 3.3 V, for a chip that needs no more. */
export interface WirePin {
  readonly name: string
  readonly pin: number
}

export interface BatteryPin {
  readonly pin: number
  /** Millivolts at the pin that read as full scale. */
  readonly fullScaleMv: number
  /** The supply is this many times the voltage at the pin. */
  readonly dividerRatio: number
}

/** Flash for the journal. */
export interface FlashRegion {
  /** Address as the engine counts: from the start of the chip, or of its memory map. */
  readonly byteOffset: number
  readonly blocks: number
  readonly blockLength: number
}

export interface Board {
  readonly name: string
  readonly serial: readonly SerialPins[]
  readonly i2c: readonly I2CPins[]
  readonly wires: readonly WirePin[]
  /** Absent where nothing on the board divides the supply down to an analog pin. */
  readonly battery?: BatteryPin
  /** An analog pin with nothing on it: its noise goes into the entropy. */
  readonly noisePin?: number
  /** Longest time that the chip's watchdog can wait, up to the minute that the seam asks for. */
  readonly watchdogS: number
  /** The journal under Espruino; `inStorage`: it must be the first file of Storage. */
  readonly espruinoJournal: FlashRegion & { readonly inStorage: boolean }
  /** The journal under Moddable, where the chip has no partition table to name it. */
  readonly moddableJournal?: FlashRegion
}
