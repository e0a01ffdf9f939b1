/**
 * What one kit's run has shown to somebody who stands outside: the bodies that it sent, and what
 * each of its hubs took in.
 */
import { createHash } from 'node:crypto'
import { type HeldRecord, HubEvidence } from './hub-evidence.ts'

interface Sent {
  readonly body: Uint8Array
  readonly hub: HubEvidence
}

export class Evidence {
  uploads = 0
  uploadBytes = 0
  private readonly hash = createHash('sha256')
  /** By target; undefined where it is no hub. */
  private readonly hubs: readonly (HubEvidence | undefined)[]
  private readonly sent = new Map<number, Sent>()

  /** `hubs`: which of the kit's targets are hubs. */
  constructor(hubs: readonly boolean[]) {
    this.hubs = hubs.map((isHub) => (isHub ? new HubEvidence() : undefined))
  }

  upload(body: Uint8Array, target: number): void {
    this.hash.update(body)
    this.uploadBytes += body.length
    const number = this.uploads++
    const hub = this.hubs[target]
    // A body of nobody's reading need not be kept.
    if (hub !== undefined) this.sent.set(number, { body, hub })
  }

  arrival(number: number, timeMs: number): void {
    const sent = this.sent.get(number)
    sent?.hub.arrival(sent.body, timeMs)
  }

  /** What the hub at this target has; undefined where there is none. */
  hub(target: number): HubEvidence | undefined {
    return this.hubs[target]
  }

  /** Records at the kit's first hub, in the order in which they came. */
  get held(): readonly HeldRecord[] {
    return this.hubs.find((hub) => hub !== undefined)?.held ?? []
  }

  /** Records that came again, at all hubs. */
  get duplicates(): number {
    return this.hubs.reduce((sum, hub) => sum + (hub?.duplicates ?? 0), 0)
  }

  /** SHA-256 of all bodies, in the order in which they were sent. */
  digest(): string {
    return this.hash.digest('hex')
  }
}
