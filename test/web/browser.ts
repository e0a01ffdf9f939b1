/** The system's Chromium, driven by playwright-core. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Tests in a browser, whose path `tests` is given. Where there is none they are skipped, which is
 * said aloud; with `CI` set that is a failure.
 */
export function describeInBrowser(name: string, tests: (chromium: string) => void): void {
  const found = [process.env['CHROMIUM'], ...PLACES].find((path) => path && existsSync(path))
  if (found !== undefined) {
    describe(name, () => tests(found))
    return
  }
  const message = 'No Chromium was found; name one with CHROMIUM=<binary>.'
  if (process.env['CI']) throw new Error(message)
  console.warn(`SKIPPED: ${name}. ${message}`)
  describe.skip(name, () => tests(''))
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}
