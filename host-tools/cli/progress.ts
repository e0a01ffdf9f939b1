/** A progress bar on the terminal; silent where nobody watches. */
import cliProgress from 'cli-progress'

export interface Progress {
  update(done: number, note: string): void
  stop(): void
}

export function startProgress(total: number, show: boolean): Progress {
  if (!show || !process.stderr.isTTY) return { update() {}, stop() {} }
  const bar = new cliProgress.SingleBar(
    {
      format: ' {bar} {percentage} %  {note}',
      stream: process.stderr,
      barsize: 28,
      hideCursor: true,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0, { note: '' })
  return {
    update: (done, note) => bar.update(done, { note }),
    stop: () => bar.stop(),
  }
}
