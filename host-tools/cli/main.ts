/** The command line: one file a command. Exit codes stand in `exit-codes.ts` and in the README. */
import { Command, CommanderError } from 'commander'
import { addDemoCommand } from './demo-command.ts'
import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.ts'
import { addHubCommand } from './hub.ts'
import { surviveClosedOutput } from './interruption.ts'
import { addSimulateCommand } from './simulate/command.ts'

const program = new Command('meetkit')
  .description('Sensor kits that students build and a town can trust: simulate, receive, look.')
  .version('0.1.0')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })

addDemoCommand(program)
addSimulateCommand(program)
addHubCommand(program)

surviveClosedOutput()
try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE
  else {
    console.error(`meetkit: ${error instanceof Error ? error.message : error}`)
    process.exitCode = EXIT_FAILURE
  }
}
