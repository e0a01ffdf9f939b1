/** What runs on a Raspberry Pi Pico built with Moddable: it measures and stores. */
import { pico } from '../../../boards/pico.ts'
import { Offline } from '../../offline.ts'
import { boot } from '../boot.ts'
import { ModdableClock } from '../clock.ts'
import { ModdablePlatform } from '../platform.ts'
import { picoParts } from './parts.ts'
import { setupPage } from './setup-page.ts'

boot(() => new ModdablePlatform(picoParts(pico(), new ModdableClock(), new Offline())), setupPage)
