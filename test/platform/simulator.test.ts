import { retryAfterSeconds, splitUrl } from '../../device/platform/http.ts'
import { MemoryStore, SimFlash } from '../../host-tools/simulator/flash.ts'
import { I2CBus, type I2CChip } from '../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../host-tools/simulator/kernel.ts'
import { type Exchange, type Outage, SimNetwork } from '../../host-tools/simulator/network.ts'
import { OneWireLine } from '../../host-tools/simulator/one-wire-line.ts'
import { SimPlatform } from '../../host-tools/simulator/platform.ts'
import { PulseLine } from '../../host-tools/simulator/pulse-line.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import { SerialLine } from '../../host-tools/simulator/serial-line.ts'
import { platformContract } from './contract/contract.ts'
import { type PulseRig, type Rig, Servers, type WireRig } from './contract/rig.ts'

const CHIP = 0x44
/** Long after everything that a test does before it loses its link. */
const OUTAGE_S = 100_000

/** A chip that gives what it is told to give and notes what it hears. */
class NotingChip implements I2CChip {
  readonly address = CHIP
  readonly heard: number[][] = []
  gives: readonly number[] = []

  onWrite(bytes: Uint8Array): boolean {
    this.heard.push([...bytes])
    return true
  }

  onRead(into: Uint8Array): boolean {
    into.set(this.gives.slice(0, into.length))
    return true
  }
}

function makeRig(): Rig {
  const kernel = new Kernel()
  const random = new Random(1, 1, 1)
  const line = new SerialLine(kernel, 9600)
  const sent: number[] = []
  line.attach((bytes, length) => sent.push(...bytes.subarray(0, length)))
  const bus = new I2CBus()
  const chip = new NotingChip()
  bus.add(chip)
  const device: WireRig = { port: 'wire1', isPresent: true, gives: [], heard: [] }
  const oneWire = new OneWireLine()
  let place = 0
  oneWire.add({
    onReset: () => {
      place = 0
      return device.isPresent
    },
    onWrite: (byte) => device.heard.push(byte),
    onRead: () => (device.isPresent ? device.gives[place++]! : 0xff),
  })
  const pulses: PulseRig = { port: 'wire1', answers: [], starts: [] }
  const pulseLine = new PulseLine(kernel)
  pulseLine.attach({
    onStart: (lowUs, levels) => {
      pulses.starts.push(lowUs)
      levels.set(pulses.answers)
      return pulses.answers.length
    },
  })
  const servers = new Servers()
  const server = {
    serve(exchange: Exchange) {
      const { host, path } = splitUrl(exchange.url)
      const headers: Record<string, string> = {}
      for (let i = 0; i < exchange.headers.length; i += 2)
        headers[exchange.headers[i]!.toLowerCase()] = exchange.headers[i + 1]!
      servers.heard.push({ method: exchange.method, path, headers, body: exchange.body })
      const answer = servers.answerOf(host)
      if (answer === 'refuse') exchange.reply(0, '')
      else if (answer !== 'later')
        exchange.reply(answer.status, answer.text, retryAfterSeconds(answer.retryAfter))
    },
  }
  const outages: Outage[] = [{ kind: 'wifi', fromS: OUTAGE_S, toS: OUTAGE_S + 60 }]
  const network = new SimNetwork(kernel, random, server, outages, 0, () => {})
  const flash = new SimFlash(new MemoryStore(4, 4096), 4)
  const platform = new SimPlatform(
    'mk-1',
    kernel,
    random,
    flash,
    network,
    {
      line: (port) => (port === 'uart1' ? line : undefined),
      bus: (port) => (port === 'i2c1' ? bus : undefined),
      oneWire: (port) => (port === 'wire1' ? oneWire : undefined),
      pulses: (port) => (port === 'wire1' ? pulseLine : undefined),
    },
    4_000,
  )
  const pass = (ms: number) => void kernel.run(kernel.nowUs + ms * 1000)
  return {
    platform,
    serialPort: 'uart1',
    i2cBus: 'i2c1',
    chipAddress: CHIP,
    pass,
    arrive(bytes) {
      line.transmit(Uint8Array.from(bytes), bytes.length)
      pass(bytes.length * 2)
    },
    sent: () => {
      pass(1_000)
      return sent
    },
    chipGives(bytes) {
      chip.gives = bytes
    },
    chipHeard: () => chip.heard,
    oneWire: device,
    pulses,
    // Three seconds to join, after `connect` and after the outage.
    joinWifi: () => pass(kernel.nowUs < OUTAGE_S * 1_000_000 ? 3_001 : 63_001),
    loseWifi: () => void kernel.run(OUTAGE_S * 1_000_000),
    servers,
  }
}

platformContract('the simulator', makeRig)
