/** Opens an engine by its name. */
import type { Engine, EngineName } from './engine.ts'
import { NodeEngine } from './node.ts'

/** Rejects with EngineMissing, which tells the remedy, where the engine is not installed. */
export async function openEngine(name: EngineName): Promise<Engine> {
  // The engines that need the bundler load it only when they are asked for.
  if (name === 'xs') return new (await import('./xs.ts')).XsEngine()
  if (name === 'espruino') return new (await import('./espruino.ts')).EspruinoEngine()
  return new NodeEngine()
}
