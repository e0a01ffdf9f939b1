/**
 * The way between one kit and its server, which outlives the kit's boots: what was sent before a
 * power cut still arrives, maybe late, maybe twice; what comes back finds nobody.
 *
 * Each request draws its fate when it is sent. A board gives up waiting after its time-out, but
 * one in four does not, and then hears a reply however late it is, or never anything.
 */
import { NO_REPLY, type OnReply } from '../../../device/platform/io.ts'
import { type Kernel, Timer } from '../kernel.ts'
import { Exchange, type Outage, type Server } from '../network.ts'
import type { Random } from '../random.ts'
import type { NetworkFault, NetworkRates, Span } from './kit-faults.ts'

const WAY_US_MIN = 10_000
const WAY_US_MAX = 120_000
const TIME_OUT_US = 10_000_000
const SECOND_US = 1_000_000
const RETRY_AFTER_S_MAX = 120
/** What a gateway, a portal or a proxy answers in the server's place. */
const STRANGE_STATUSES = [500, 502, 503, 504, 400, 404, 302, 200]
/** By how much a garbled number is greater; few are more likely to be believed. */
const MORE = [1, 2, 3, 20, 200]
const STRANGE_TEXT = '<html><body>Please log in'
/** What a server answers that is in trouble. */
const FAILURES = [500, 502, 503, 504]

export function isWithin(spans: readonly Span[], timeUs: number): boolean {
  return spans.some(({ fromS, toS }) => timeUs >= fromS * SECOND_US && timeUs < toS * SECOND_US)
}

/** What becomes of one request. */
interface Fate extends Record<keyof NetworkRates, boolean> {
  readonly sendUs: number
  readonly answerUs: number
  readonly echoUs: number
  readonly givesUp: boolean
  /** Decides what garbage, and which strange status. */
  readonly whim: number
}

const RATES: readonly (keyof NetworkRates)[] = [
  'lostRequestPerMille',
  'lostReplyPerMille',
  'twicePerMille',
  'latePerMille',
  'slowPerMille',
  'replyTwicePerMille',
  'serverErrorPerMille',
  'garbledReplyPerMille',
  'failingPerMille',
]

export class Wire {
  /** Bodies that were sent, over all boots. */
  uploads = 0
  private readonly kernel: Kernel
  private readonly random: Random
  private readonly server: Server
  private readonly faults: readonly NetworkFault[]
  private readonly internetOutages: readonly Outage[]

  constructor(
    kernel: Kernel,
    random: Random,
    server: Server,
    faults: readonly NetworkFault[],
    outages: readonly Outage[],
  ) {
    this.kernel = kernel
    this.random = random
    this.server = server
    this.faults = faults
    this.internetOutages = outages.filter(({ kind }) => kind === 'internet')
  }

  /** To one of the kit's targets. `hears`: whether the board that sent it is there and linked. */
  send(exchange: Exchange, target: number, hears: () => boolean, onReply: OnReply): void {
    const fate = this.draw(target)
    let given = false
    const give: OnReply = (status, text, retryAfterS) => {
      if (given || !hears()) return
      given = true
      onReply(status, text, retryAfterS)
      if (fate.replyTwicePerMille)
        this.after(fate.echoUs, () => {
          if (hears()) onReply(status, text, retryAfterS)
        })
    }
    const back: OnReply = (status, text, retryAfterS) => {
      if (fate.lostReplyPerMille) return
      this.after(fate.answerUs, () => {
        if (!this.internetDown()) give(status, text, retryAfterS)
      })
    }
    if (fate.givesUp) this.after(TIME_OUT_US, () => give(NO_REPLY, '', 0))
    if (fate.lostRequestPerMille || !hears()) return
    this.after(fate.sendUs, () => this.arrive(exchange, fate, back))
    if (fate.twicePerMille) {
      const copy = copyOf(exchange)
      this.after(fate.sendUs + fate.echoUs, () => this.serve(copy, () => {}))
    }
  }

  private arrive(exchange: Exchange, fate: Fate, back: OnReply): boolean {
    if (fate.serverErrorPerMille) {
      const status = STRANGE_STATUSES[fate.whim % STRANGE_STATUSES.length]!
      back(status, STRANGE_TEXT, status === 503 ? fate.whim % RETRY_AFTER_S_MAX : 0)
      return true
    }
    if (fate.failingPerMille) {
      back(FAILURES[fate.whim % FAILURES.length]!, '', 0)
      return true
    }
    return this.serve(exchange, (status, text, retryAfterS) => {
      if (!fate.garbledReplyPerMille) back(status, text, retryAfterS)
      else back(status, garbled(text, fate.whim), 0)
    })
  }

  /** False while the server's answer is awaited: this then happens again, at the same moment. */
  private serve(exchange: Exchange, answered: OnReply): boolean {
    if (exchange.timeUs < 0) {
      if (this.internetDown()) return true
      exchange.timeUs = this.kernel.nowUs
      this.server.serve(exchange)
    }
    if (!exchange.done) return false
    if (exchange.status !== NO_REPLY) answered(exchange.status, exchange.text, exchange.retryAfterS)
    return true
  }

  private internetDown(): boolean {
    return isWithin(this.internetOutages, this.kernel.nowUs)
  }

  private after(delayUs: number, happen: () => unknown): void {
    const timer = new Timer(() => {
      if (happen() === false) this.kernel.hold()
    })
    this.kernel.set(timer, this.kernel.nowUs + delayUs)
  }

  /** Draws the same number of times whatever the rates are, so that one can be taken away alone. */
  private draw(target: number): Fate {
    const random = this.random
    const ways = [random.between(WAY_US_MIN, WAY_US_MAX), random.between(WAY_US_MIN, WAY_US_MAX)]
    const faults = this.faults.filter(
      (one) =>
        (one.target === undefined || one.target === target) && isWithin([one], this.kernel.nowUs),
    )
    const isSound = faults.length === 0
    const worst = (figure: (fault: NetworkFault) => number | undefined) =>
      faults.reduce((most, fault) => Math.max(most, figure(fault) ?? 0), 0)
    const hits = Object.fromEntries(
      RATES.map((rate) => [rate, !isSound && random.next() % 1000 < worst((one) => one[rate])]),
    ) as Record<keyof NetworkRates, boolean>
    const lateUsMax = worst(({ lateSMax }) => lateSMax) * SECOND_US
    const delays = [0, 0, 0].map(() => (isSound ? 0 : random.between(0, lateUsMax)))
    const slowUs = worst(({ slowS }) => slowS) * SECOND_US || delays[1]!
    return {
      ...hits,
      sendUs: ways[0]! + (hits.latePerMille ? delays[0]! : 0),
      answerUs: ways[1]! + (hits.slowPerMille ? slowUs : 0),
      echoUs: delays[2]!,
      givesUp: isSound || random.between(0, 3) > 0,
      whim: isSound ? 0 : random.next(),
    }
  }
}

function copyOf(exchange: Exchange): Exchange {
  const copy = Object.assign(new Exchange(), exchange)
  copy.body = exchange.body.slice()
  return copy
}

/** Another number than the server said, or no whole text. */
function garbled(text: string, whim: number): string {
  if (whim % 4 === 0) return text.slice(0, Math.floor(text.length / 2))
  if (whim % 4 === 1) return STRANGE_TEXT
  return text.replace(/\d+/, (digits) => String(Number(digits) + MORE[whim % MORE.length]!))
}
