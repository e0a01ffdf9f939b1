/** What the firmware relies on in every Platform. */
import { busContract } from './buses.ts'
import { clockContract, flashContract } from './flash-and-clock.ts'
import { networkContract } from './network.ts'
import type { Rig } from './rig.ts'

export function platformContract(name: string, makeRig: () => Rig): void {
  describe(`${name} keeps the contract of the seam`, () => {
    let rig: Rig
    beforeEach(() => {
      rig = makeRig()
    })
    const current = () => rig

    busContract(current)
    flashContract(current)
    clockContract(current)
    networkContract(current)

    test('entropy is an unsigned 32-bit integer and differs from call to call', () => {
      const heard = [0, 0, 0, 0].map(() => rig.platform.entropy())
      for (const value of heard) expect(value).toBe(value >>> 0)
      expect(new Set(heard).size).toBe(heard.length)
    })

    test('the id is short and plain', () => {
      expect(rig.platform.id).toMatch(/^[\w-]{1,32}$/)
    })
  })
}
