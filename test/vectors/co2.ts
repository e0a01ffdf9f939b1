/** What CO2 sensors send, from their descriptions and from people who printed it. */

type Golden<Values> = readonly [source: string, bytes: string, values: Values]

/** Values are ppm, 0.01 °C, 0.01 %. */
export const SCD30_RESULTS: readonly Golden<number[]>[] = [
  [
    'interface description, version 1.0, 1.4.5: 439 ppm, 27.2 °C, 48.8 %',
    '43 db cb 8c 2e 8f 41 d9 70 e7 ff f5 42 43 bf 3a 1b 74',
    [439, 2_724, 4_881],
  ],
]

/** Words of float32 with their value, from the same: 400 ppm. */
export const SCD30_400_PPM = [0x43c8, 0x0000] as const

export const SCD4X_RESULTS: readonly Golden<number[]>[] = [
  [
    'datasheet, version 1.7, 3.6.2: 500 ppm, 25 °C, 37 %',
    '01 f4 33 66 67 a2 5e b9 3c',
    [500, 2_500, 3_700],
  ],
]

export const MHZ19_COMMANDS: readonly Golden<readonly [command: number, data: number]>[] = [
  ['MH-Z19B manual, version 1.5, 7: read', 'ff 01 86 00 00 00 00 00 79', [0x86, 0]],
  ['the same: self-calibration off', 'ff 01 79 00 00 00 00 00 86', [0x79, 0]],
  ['the same: self-calibration on', 'ff 01 79 a0 00 00 00 00 e6', [0x79, 0xa0]],
]

export const MHZ19_ANSWERS: readonly Golden<number>[] = [
  ['MH-Z19B manual, version 1.5, 7: 544 ppm', 'ff 86 02 20 00 00 00 00 58', 544],
  ['MH-Z19 manual, version 1.0, 7.2.1', 'ff 86 02 60 47 00 00 00 d1', 608],
  ['SmingHub/Sming#2415: a module with more in its bytes', 'ff 86 0d e5 3d 40 42 cf fa', 3_557],
]

/** letscontrolit/ESPEasy#2394: what a later MH-Z19B says to self-calibration off. */
export const MHZ19_OFF_ANSWER = 'ff 79 01 00 00 00 00 00 86'
