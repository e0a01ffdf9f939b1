/** Espruino's globals, as narrowly as the adapter uses them. https://www.espruino.com/Reference */

declare const E: {
  CRC32(data: string): number
  enableWatchdog(timeoutS: number, isAuto: boolean): void
  hwRand(): number
  kickWatchdog(): void
  reboot(): void
  /** A text of 8-bit characters. */
  toString(bytes: Uint8Array): string
  toUint8Array(text: string): Uint8Array
}

/** On boards whose USB is the chip's own. */
declare const USB: { setConsole(isForced: boolean): void }

declare const OneWire: new (pin: number) => import('./modules.ts').EspruinoOneWireBus

declare function clearWatch(watch: number): void
declare function digitalWrite(pin: number, level: number): void
declare function pinMode(pin: number, mode: string): void
/** Times in seconds: of this change of the pin, and of the one before it, whichever its edge. */
declare function setWatch(
  onEdge: (edge: { time: number; lastTime: number }) => void,
  pin: number,
  options: { repeat: boolean; edge: string },
): number
declare function analogRead(pin: number): number
/** Wall-clock seconds with a fraction. */
declare function getTime(): number
declare function setTime(seconds: number): void
declare function getSerial(): string
declare function print(text: string): void
