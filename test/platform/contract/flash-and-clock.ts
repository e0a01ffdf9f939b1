/** The contract of flash and clock. */
import { pattern, type Rig } from './rig.ts'

/** `rig` is the rig of the running test. */
export function flashContract(rig: () => Rig): void {
  describe('flash', () => {
    test('keeps what is written, the first bytes of the buffer only', () => {
      const flash = rig().platform.flash
      const { blockLength, writeAlign } = flash.status()
      const length = writeAlign * 8
      flash.eraseBlock(1)
      flash.write(pattern(64), length, blockLength + writeAlign)
      const into = new Uint8Array(80)
      flash.read(into, length + writeAlign, blockLength + writeAlign)
      expect(into.subarray(0, length)).toEqual(pattern(64).subarray(0, length))
      expect(into[length]).toBe(0xff)
      expect(into[length + writeAlign]).toBe(0)
    })

    test('erases one block and no other', () => {
      const flash = rig().platform.flash
      const { blockLength, blocks, writeAlign } = flash.status()
      const into = new Uint8Array(writeAlign)
      const word = new Uint8Array(writeAlign).fill(0x5a)
      for (const block of [0, 1, 2]) {
        flash.eraseBlock(block)
        flash.write(word, writeAlign, block * blockLength)
        flash.write(word, writeAlign, (block + 1) * blockLength - writeAlign)
      }
      flash.eraseBlock(1)
      for (const [offset, byte] of [
        [blockLength - writeAlign, 0x5a],
        [blockLength, 0xff],
        [2 * blockLength - writeAlign, 0xff],
        [2 * blockLength, 0x5a],
      ]) {
        flash.read(into, writeAlign, offset!)
        expect(into[0]).toBe(byte)
      }
      expect(blocks).toBeGreaterThanOrEqual(4)
    })

    test('touches nothing outside of its region', () => {
      const flash = rig().platform.flash
      const { blockLength, blocks, writeAlign } = flash.status()
      const end = blocks * blockLength
      const word = new Uint8Array(writeAlign)
      expect(() => flash.write(word, writeAlign, end)).toThrow()
      expect(() => flash.write(word, writeAlign, -writeAlign)).toThrow()
      expect(() => flash.eraseBlock(blocks)).toThrow()
    })
  })
}

/** As above. */
export function clockContract(rig: () => Rig): void {
  describe('clock', () => {
    test('counts whole milliseconds since boot', () => {
      const clock = rig().platform.clock
      const startMs = clock.ticks()
      rig().pass(1234)
      expect(clock.ticks() - startMs).toBe(1234)
      expect(Number.isInteger(clock.ticks())).toBe(true)
    })

    test('an alarm comes once, not early, and a second one replaces it', () => {
      const clock = rig().platform.clock
      const heard: string[] = []
      const startMs = clock.ticks()
      clock.alarm(10, () => heard.push('replaced'))
      clock.alarm(50, () => heard.push(`at ${clock.ticks() - startMs}`))
      rig().pass(49)
      expect(heard).toEqual([])
      rig().pass(500)
      expect(heard).toEqual(['at 50'])
    })

    test('an alarm may set the next one, also with no delay', () => {
      const clock = rig().platform.clock
      const heard: number[] = []
      const startMs = clock.ticks()
      clock.alarm(20, () => {
        heard.push(clock.ticks() - startMs)
        clock.alarm(0, () => heard.push(clock.ticks() - startMs))
      })
      rig().pass(100)
      expect(heard).toHaveLength(2)
      expect(heard[0]).toBe(20)
      expect(heard[1]).toBeLessThanOrEqual(21)
    })

    test('ticks and alarms do not see the wall clock step', () => {
      const { stepWallClock } = rig()
      if (stepWallClock === undefined) return
      const clock = rig().platform.clock
      const startMs = clock.ticks()
      const heard: number[] = []
      clock.alarm(1000, () => heard.push(clock.ticks() - startMs))
      rig().pass(100)
      stepWallClock(1.7e12)
      rig().pass(100)
      expect(clock.ticks() - startMs).toBe(200)
      stepWallClock(-1.8e12)
      rig().pass(100)
      expect(clock.ticks() - startMs).toBe(300)
      rig().pass(1000)
      expect(heard).toEqual([1000])
    })
  })
}
