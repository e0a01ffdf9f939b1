/** Opens an engine by its name. */
import type { Engine, EngineName, EngineOptions } from './engine.ts'
import { NodeEngine } from './node.ts'

/**
 * Rejects with EngineMissing, which tells the remedy, where the engine is not installed, and with
 * EngineRefusal for a file in the options that cannot be used.
 */
export async function openEngine(name: EngineName, options: EngineOptions): Promise<Engine> {
  // The engines that need the bundler load it only when they are asked for.
  if (name === 'xs') return new (await import('./xs.ts')).XsEngine()
  if (name === 'espruino') return new (await import('./espruino.ts')).EspruinoEngine()
  if (name === 'rp2040') return new (await import('./rp2040/engine.ts')).Rp2040Engine(options)
  return new NodeEngine()
}
