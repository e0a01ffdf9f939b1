/**
 * Commands of appendix II of the data manuals, whose check codes follow from its rule, and reports
 * that people printed from their own sensors, with PM1, PM2.5 and PM10 "under atmospheric
 * environment" in µg/m³.
 */
export const PMS_COMMANDS: readonly (readonly [what: string, frame: string])[] = [
  ['read in passive mode', '42 4d e2 00 00 01 71'],
  ['change mode to passive', '42 4d e1 00 00 01 70'],
  ['change mode to active', '42 4d e1 00 01 01 71'],
  ['sleep', '42 4d e4 00 00 01 73'],
  ['wake up', '42 4d e4 00 01 01 74'],
]

export const PMS_REPORTS: readonly (readonly [source: string, frame: string, values: number[]])[] =
  [
    [
      'avaldebe/PyPMS, tests: a PMSx003',
      `42 4d 00 1c 00 05 00 0d 00 16 00 05 00 0d 00 16
     02 fd 00 fc 00 1d 00 0f 00 06 00 06 97 00 03 c5`,
      [5, 13, 22],
    ],
    [
      'avaldebe/PyPMS, captured data: a PMSx003',
      `42 4d 00 1c 00 00 00 08 00 0b 00 00 00 08 00 0b
     00 b4 00 39 00 2e 00 1e 00 00 00 00 97 00 02 a1`,
      [0, 8, 11],
    ],
    [
      'a PMS7003 in smog, from the tests of an air quality station',
      `42 4d 00 1c 00 45 00 62 00 6b 00 2d 00 41 00 52
     2d a2 0a f8 01 b2 00 2e 00 04 00 03 67 00 05 9d`,
      [45, 65, 82],
    ],
    [
      'RT-Thread’s pmsxx package, README: a PMSA003',
      `42 4d 00 1c 00 03 00 04 00 07 00 04 00 05 00 08
     03 1b 00 f9 00 1b 00 06 00 03 00 03 9a 00 02 a2`,
      [4, 5, 8],
    ],
  ]
