import type { ScenarioResult } from '../run/result.ts'
export async function reportPage(result: ScenarioResult): Promise<string> {
  return JSON.stringify(result)
}
