/**
 * SPS30: the example frames of its datasheet ("SPS30", version 1.0, 5.3), measured values that
 * avaldebe/PyPMS captured from a chip (tests/captured_data/data.csv; the values as it prints them,
 * SPS30.csv), and what users read from chips that were broken. The example of a call to wake up has
 * 0x11 without the stuffing that 5.2 wants, so it is left out.
 */
export const SPS30_FRAMES: readonly (readonly [what: string, sent: string, answer: string])[] = [
  ['start, floats', '7e 00 00 02 01 03 f9 7e', '7e 00 00 00 00 ff 7e'],
  ['stop', '7e 00 01 00 fe 7e', '7e 00 01 00 00 fe 7e'],
  ['read measured values, none', '7e 00 03 00 fc 7e', '7e 00 03 00 00 fc 7e'],
  ['sleep', '7e 00 10 00 ef 7e', '7e 00 10 00 00 ef 7e'],
  ['read status', '7e 00 d2 01 00 2c 7e', '7e 00 d2 00 05 00 00 00 00 00 28 7e'],
  ['reset', '7e 00 d3 00 2c 7e', '7e 00 d3 00 00 2c 7e'],
]

/** 5.3.3: "new measurement values" of nothing but zeros, which tell that there are none yet. */
export const SPS30_ZEROS = `7e 00 03 00 28 ${'00 '.repeat(40)}d4 7e`

/** 5.2: byte stuffing. */
export const STUFFING = { data: '43 11 7f', sent: '43 7d 31 7f' }

/** PM1, PM2.5, PM4, PM10 in µg/m³. */
export const SPS30_CAPTURES: readonly (readonly [frame: string, values: number[]])[] = [
  [
    `7e 00 03 00 28 40 a7 83 20 41 17 77 bb 41 4a 5f
     83 41 54 8d dd 41 d2 83 3e 42 7d 33 fc 85 42 26
     17 22 42 29 a4 d9 42 2a 29 bc 3f 55 b7 e7 9e 7e`,
    [5.2, 9.5, 12.6, 13.3],
  ],
  [
    `7e 00 03 00 28 40 b9 c6 7f 41 03 6c 8b 41 1e 4a
     e2 41 23 aa 92 42 0c 5b 7c 42 2e fd ba 42 38 ca
     b3 42 3a b2 c9 42 3a fd e9 3f 4a 10 25 d6 7e`,
    [5.8, 8.2, 9.9, 10.2],
  ],
  [
    `7e 00 03 00 28 40 df 03 da 41 7d 31 62 ae 41 27
     9e 32 41 2c 10 7d 5e 42 30 7d 5e d3 42 55 c0 4c
     42 5e 09 08 42 5f a2 8a 42 5f e4 43 3f 40 fa 1f
     ff 7e`,
    [7.0, 9.1, 10.5, 10.8],
  ],
  [
    `7e 00 03 00 28 40 fa 9f ee 41 1e 6a 7d 33 41 33
     60 81 41 37 91 cd 42 49 8e c8 42 71 b1 18 42 79
     9a b4 42 7b 20 1b 42 7b 60 21 3f 3c a4 c4 87 7e`,
    [7.8, 9.9, 11.2, 11.5],
  ],
  [
    `7e 00 03 00 28 41 05 1c 4c 41 27 8b 14 41 3d 38
     59 41 41 8e 35 42 56 92 6c 42 80 79 7c 42 84 93
     12 42 85 5c b2 42 85 7d 5d fb 3f 3e 67 ea 31 7e`,
    [8.3, 10.5, 11.8, 12.1],
  ],
  [
    `7e 00 03 00 28 41 03 9f 9e 41 23 7d 5e 0b 41 37
     29 dc 41 3b 18 f8 42 55 95 4a 42 7d 5e ba 00 42
     83 1c 73 42 83 d4 4c 42 83 f3 10 3f 3e 00 79 76
     7e`,
    [8.2, 10.2, 11.4, 11.7],
  ],
  [
    `7e 00 03 00 28 41 06 b1 47 41 26 09 7d 5d 41 39
     24 19 41 3c f6 37 42 5b 61 d6 42 82 85 77 42 86
     2d ad 42 86 e0 ca 42 86 ff 03 3f 3d 19 e5 5b 7e`,
    [8.4, 10.4, 11.6, 11.8],
  ],
  [
    `7e 00 03 00 28 41 07 d4 61 41 26 1c 2a 41 38 4c
     cf 41 3b f0 1a 42 5e 17 d0 42 83 d2 21 42 87 52
     70 42 87 fd 97 42 88 1a c2 3f 3e 47 c7 38 7e`,
    [8.5, 10.4, 11.5, 11.7],
  ],
  [
    `7e 00 03 00 28 41 0c 43 87 41 2b 1e da 41 3d 92
     1e 41 41 42 bc 42 65 9c 10 42 88 2f 76 42 8b be
     32 42 8c 6c 00 42 8c 89 b8 3f 3e 5a 83 89 7e`,
    [8.8, 10.7, 11.8, 12.1],
  ],
  [
    `7e 00 03 00 28 41 07 9f e5 41 24 a7 bf 41 35 d7
     db 41 39 47 db 42 5e 89 35 42 83 cd 07 42 87 20
     a7 42 87 c2 f8 42 87 de e9 3f 3d be a6 ff 7e`,
    [8.5, 10.3, 11.4, 11.6],
  ],
]

/** Sensirion/arduino-avr-legacy-i2c-sps30#14: zeros, and one -0, of a chip with a soiled laser. */
export const SPS30_SOILED = [...Array(8).fill(0), 0x8000, ...Array(9).fill(0), 0x3fd0, 0xa3d7]

/** The same chip two days before: floats in µg/m³, of PM10. */
export const SPS30_MADNESS = [3712.84, 63652.7, 67717.9, 4727.6]

/**
 * esphome/issues#6864: a SEN55 whose particle channels stand at their end; the words as logged.
 * Sensirion/arduino-i2c-sen5x#17 has the same of a SEN54.
 */
export const SEN55_SOILED = [0xfffe, 0xfffe, 0xfffe, 0xfffe, 0x121c, 0x12f8, 0x01cc, 0x000a]
