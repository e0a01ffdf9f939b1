/** How a command is asked to end before it is done, and what it must not die of meanwhile. */

/** Ctrl-C, a service manager, a terminal window that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** npm passes the terminal's Ctrl-C on once more: what follows within this is the same one. */
const SAME_MS = 1_000

/** Resolves at the first request; a second one, when tidying up takes too long, ends at once. */
export function untilInterrupted(exitCode: number): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined
    const onSignal = () => {
      firstMs ??= performance.now()
      if (performance.now() - firstMs > SAME_MS) process.exit(exitCode)
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, onSignal)
  })
}

/** A request to end that may come before there is anything to end. */
export class Interruption {
  hasCome = false
  private end = () => {}

  constructor(exitCode: number) {
    void untilInterrupted(exitCode).then(() => {
      this.hasCome = true
      this.end()
    })
  }

  /** What it ends; at once, when it has come. */
  ends(end: () => void): void {
    this.end = end
    if (this.hasCome) end()
  }
}

/** A reader that has seen enough (`| head`), or a closed terminal, ends the output and no more. */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    })
}
