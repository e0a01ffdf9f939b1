/** `meetkit demo`, which `npm start` runs: its options. */
import { type Command, InvalidArgumentError } from 'commander'
import type { DemoOptions } from './demo.ts'
import { period, positive, whole } from './options.ts'

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('Watch seventeen simulated kits go through New Year’s Eve, with hub and page.')
    .option('--kits <n>', 'how many kits', whole(1, 500), 17)
    .option('--hours <h>', 'how long the night is', positive(168), 8)
    .option('--seed <s>', 'seed of all draws', whole(0, 4_294_967_295), 1)
    .option('--period <s>', 'seconds of one average', period, 300)
    .option('--seconds <s>', 'how long the night takes here; 0: as fast as it goes', pace, 40)
    .option('--port <n>', 'port of the hub; 0: any free one', whole(0, 65_535), 0)
    .option('--exit', 'end after the night instead of keeping the page open')
    .action(run)
}

function pace(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 86_400))
    throw new InvalidArgumentError('must be a number of seconds from 0 to 86400.')
  return value
}

async function run(options: DemoOptions): Promise<void> {
  const { demo } = await import('./demo.ts')
  return demo(options)
}
