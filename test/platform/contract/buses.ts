/** The contract of serial ports and I2C. */
import { type PulseRig, pattern, type Rig } from './rig.ts'

const QUEUE_LENGTH_MIN = 256

/** `rig` is the rig of the running test. */
export function busContract(rig: () => Rig): void {
  describe('serial', () => {
    test('reads bytes in the order in which they came, as many as fit', () => {
      const serial = rig().platform.openSerial(rig().serialPort, 9600)
      const into = new Uint8Array(4)
      expect(serial.read(into)).toBe(0)
      rig().arrive([0xaa, 0, 255, 128, 0xab])
      expect(serial.read(into)).toBe(4)
      expect([...into]).toEqual([0xaa, 0, 255, 128])
      expect(serial.read(into)).toBe(1)
      expect(into[0]).toBe(0xab)
      expect(serial.read(into)).toBe(0)
    })

    test('sends every byte as it is', () => {
      const command = pattern(19)
      rig().platform.openSerial(rig().serialPort, 9600).write(command)
      rig().pass(100)
      expect(rig().sent()).toEqual([...command])
    })

    test('keeps the oldest of what nobody reads, and drops the rest', () => {
      const serial = rig().platform.openSerial(rig().serialPort, 9600)
      const flood = [...pattern(2000)]
      for (let at = 0; at < flood.length; at += 50) rig().arrive(flood.slice(at, at + 50))
      const into = new Uint8Array(3000)
      const kept = serial.read(into)
      expect(kept).toBeGreaterThanOrEqual(QUEUE_LENGTH_MIN)
      expect(kept).toBeLessThan(flood.length)
      expect([...into.subarray(0, kept)]).toEqual(flood.slice(0, kept))
      rig().arrive([1, 2])
      expect(serial.read(into)).toBe(2)
    })

    test('throws for a port that is open already', () => {
      const { platform, serialPort } = rig()
      platform.openSerial(serialPort, 9600)
      expect(() => platform.openSerial(serialPort, 9600)).toThrow(`${serialPort} is open already`)
    })

    test('throws for a port that the board does not have', () => {
      expect(() => rig().platform.openSerial('uart99', 9600)).toThrow()
    })
  })

  describe('I2C', () => {
    test('writes and reads the bytes of one address', () => {
      const chip = rig().platform.openI2C(rig().i2cBus, rig().chipAddress, 100_000)
      const into = new Uint8Array(3)
      rig().chipGives([1, 0, 255])
      chip.write(Uint8Array.of(0xf7), false)
      chip.read(into)
      expect([...into]).toEqual([1, 0, 255])
      expect(rig().chipHeard()).toEqual([[0xf7]])
    })

    test('throws where nothing acknowledges, and goes on afterwards', () => {
      const chip = rig().platform.openI2C(rig().i2cBus, rig().chipAddress, 100_000)
      const nobody = rig().platform.openI2C(rig().i2cBus, rig().chipAddress + 1, 100_000)
      expect(() => nobody.write(Uint8Array.of(1))).toThrow()
      expect(() => nobody.read(new Uint8Array(1))).toThrow()
      chip.write(Uint8Array.of(2))
      expect(rig().chipHeard()).toEqual([[2]])
    })

    test('throws for a bus that the board does not have', () => {
      expect(() => rig().platform.openI2C('i2c99', 0x76, 100_000)).toThrow()
    })
  })

  oneWireContract(rig)
  pulseContract(rig)
}

function oneWireContract(rig: () => Rig): void {
  describe('1-Wire', () => {
    const open = () => {
      const { platform, oneWire } = rig()
      return { wire: platform.openOneWire(oneWire.port), device: oneWire }
    }

    test('tells whether a device answers a reset', () => {
      const { wire, device } = open()
      device.isPresent = false
      expect(wire.reset()).toBe(false)
      device.isPresent = true
      expect(wire.reset()).toBe(true)
    })

    test('writes and reads bytes as they are', () => {
      const { wire, device } = open()
      wire.reset()
      wire.write(Uint8Array.of(0xcc, 0xbe))
      device.gives = [0x50, 0x05, 0, 0xff]
      const into = new Uint8Array(4)
      wire.read(into)
      expect(device.heard).toEqual([0xcc, 0xbe])
      expect([...into]).toEqual([0x50, 0x05, 0, 0xff])
    })

    test('reads ones where nobody speaks', () => {
      const { wire, device } = open()
      device.isPresent = false
      wire.reset()
      const into = new Uint8Array(3)
      wire.read(into)
      expect([...into]).toEqual([0xff, 0xff, 0xff])
    })

    test('throws for a wire that is open already, and for one that the board does not have', () => {
      const { platform, oneWire } = rig()
      platform.openOneWire(oneWire.port)
      expect(() => platform.openOneWire(oneWire.port)).toThrow('wire1 is open already')
      expect(() => platform.openOneWire('wire99')).toThrow('no wire wire99')
    })
  })
}

/** An answer, and the high levels in it that end with a fall. */
const ANSWER = [30, 80, 80, 50, 27, 50, 70, 50, 26, 50]
const HIGHS = [30, 80, 27, 70, 26]

function pulseContract(rig: () => Rig): void {
  describe('pulses', () => {
    const open = () => {
      const { platform } = rig()
      const chip = rig().pulses as PulseRig
      return { pulses: platform.openPulses(chip.port), chip }
    }
    /** False where the platform has none, which it says. */
    const isThere = (): boolean => {
      const { platform, pulses } = rig()
      if (pulses instanceof RegExp) expect(() => platform.openPulses('wire1')).toThrow(pulses)
      return !(pulses instanceof RegExp)
    }

    test('times the high levels after a start pulse, each time anew', () => {
      if (!isThere()) return
      const { pulses, chip } = open()
      for (const answers of [ANSWER, [], ANSWER]) {
        chip.answers = answers
        pulses.start(1_200)
        rig().pass(50)
        const into = new Uint16Array(50)
        const count = pulses.read(into)
        expect([...into.subarray(0, count)]).toEqual(answers.length > 0 ? HIGHS : [])
      }
      expect(chip.starts.length).toBe(3)
      for (const us of chip.starts) expect(us).toBeGreaterThanOrEqual(1_000)
    })

    test('gives no more than fit, and nothing twice', () => {
      if (!isThere()) return
      const { pulses, chip } = open()
      chip.answers = ANSWER
      pulses.start(1_200)
      rig().pass(50)
      const into = new Uint16Array(3)
      expect(pulses.read(into)).toBe(3)
      expect([...into]).toEqual(HIGHS.slice(0, 3))
      pulses.start(1_200)
      expect(pulses.read(into)).toBe(0)
      pulses.close()
    })

    test('throws for a wire that is open already, and for one that the board does not have', () => {
      if (!isThere()) return
      const { platform } = rig()
      open()
      expect(() => platform.openPulses('wire1')).toThrow('wire1 is open already')
      expect(() => platform.openPulses('wire99')).toThrow('no wire wire99')
    })
  })
}
