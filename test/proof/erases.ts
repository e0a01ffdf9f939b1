/** How often the erase of each block began. */
export class Erases {
  /** Per block. */
  readonly laps: Uint32Array
  /** 1: zeros were written over the block's header, and its erase comes next. */
  private readonly farewells: Uint8Array

  constructor(blocks: number) {
    this.laps = new Uint32Array(blocks)
    this.farewells = new Uint8Array(blocks)
  }

  copy(other: Erases): void {
    this.laps.set(other.laps)
    this.farewells.set(other.farewells)
  }

  /** An erase begins, unless a farewell has begun it already. */
  begin(block: number): void {
    if (this.farewells[block] === 0) this.laps[block]!++
    this.farewells[block] = 0
  }

  bidFarewell(block: number): void {
    if (this.farewells[block] === 0) this.laps[block]!++
    this.farewells[block] = 1
  }

  /** After a farewell that was cut the block may be written to as if nothing had been. */
  writeInto(block: number): void {
    this.farewells[block] = 0
  }
}
