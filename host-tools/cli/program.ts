/** The command line: one file a command. What a command does is loaded when it is asked for. */
import { Command } from 'commander'
import { addDemoCommand } from './demo-command.ts'
import { addHubCommand } from './hub.ts'
import { addPartsCommand } from './parts.ts'
import { addSimulateCommand } from './simulate/command.ts'

/** Throws a CommanderError instead of ending the process. */
export function buildProgram(): Command {
  const program = new Command('meetkit')
    .description('Sensor kits that students build and a town can trust: simulate, receive, look.')
    .version('0.1.0')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  addDemoCommand(program)
  addSimulateCommand(program)
  addHubCommand(program)
  addPartsCommand(program)
  return program
}
