/**
 * Random numbers on boards whose own generator may start from a fixed seed (ESP32: `E.hwRand` and
 * `Math.random` give the same series after every boot). The board's name, the noise of an open
 * analog pin and the microseconds between calls are stirred in. Good for names and for spreading
 * kits in time; not for keys.
 */
const NOISE_READINGS = 16

export class Entropy {
  private state: number

  constructor(id: string, noisePin: number | undefined) {
    this.state = E.CRC32(id)
    if (noisePin === undefined) return
    for (let i = 0; i < NOISE_READINGS; i++) this.stir(analogRead(noisePin))
  }

  next(): number {
    this.stir(E.hwRand())
    return this.state
  }

  private stir(value: number): void {
    this.state = E.CRC32(`${this.state} ${value} ${getTime()}`) >>> 0
  }
}
