import { Kernel } from '../../host-tools/simulator/kernel.ts'
import { SerialLine } from '../../host-tools/simulator/serial-line.ts'

/** Ten bit times at 9600 baud, in whole microseconds. */
const BYTE_US = 1041

function received(line: SerialLine): number[] {
  const into = new Uint8Array(300)
  return [...into.subarray(0, line.read(into))]
}

test('a byte can be read when its stop bit is over, and not a microsecond before', () => {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  kernel.run(777)
  line.transmit(Uint8Array.of(1, 2, 3), 3)
  kernel.run(777 + BYTE_US - 1)
  expect(received(line)).toEqual([])
  kernel.run(777 + BYTE_US)
  expect(received(line)).toEqual([1])
  kernel.run(777 + 3 * BYTE_US - 1)
  expect(received(line)).toEqual([2])
  kernel.run(777 + 3 * BYTE_US)
  expect(received(line)).toEqual([3])
})

test('what is sent while the wire is busy follows without a gap', () => {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  line.transmit(Uint8Array.of(1, 2), 2)
  kernel.run(BYTE_US)
  line.transmit(Uint8Array.of(3), 1)
  kernel.run(3 * BYTE_US - 1)
  expect(received(line)).toEqual([1, 2])
  kernel.run(3 * BYTE_US)
  expect(received(line)).toEqual([3])
})

test('a full queue loses the newest bytes and counts them', () => {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  line.transmit(new Uint8Array(300).fill(7), 300)
  kernel.run(400 * BYTE_US)
  expect(received(line)).toHaveLength(256)
  expect(line.overruns).toBe(44)
})

test('the chip hears a command when its last byte is over, and what follows in one piece', () => {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  const heard: [number, number[]][] = []
  line.attach((bytes, length) => heard.push([kernel.nowUs, [...bytes.subarray(0, length)]]))
  line.write(Uint8Array.of(9, 8))
  kernel.run(BYTE_US)
  line.write(Uint8Array.of(7))
  kernel.run(10 * BYTE_US)
  expect(heard).toEqual([[3 * BYTE_US, [9, 8, 7]]])
})
