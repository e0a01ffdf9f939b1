/**
 * Answers of 40 bits, as humidity (0.1 %), temperature (0.1 °C) and their sum: the examples of the
 * manufacturer's papers, and what people printed from their own sensors.
 */
export const ANSWERS: readonly (readonly [
  source: string,
  bytes: string,
  humidity: number,
  temperature: number,
])[] = [
  ['AM2302 datasheet, its example', '02 8c 01 5f ee', 652, 351],
  ['AM2302 datasheet, its example below zero', '02 8c 80 65 73', 652, -101],
  ['github.com/arendst/Tasmota, issue 14165', '03 9b 00 1d bb', 923, 29],
  ['the same, a sensor with a sign', '01 c8 80 02 4b', 456, -2],
  ['the same, one with two’s complements', '02 33 ff f7 2b', 563, -9],
  ['the same', '02 11 ff f1 03', 529, -15],
  ['github.com/RobTillaart/DHTNew, issue 52', '01 f1 00 00 f2', 497, 0],
  ['the same, minus nothing', '01 f3 80 00 74', 499, 0],
  ['the same, two’s complements', '01 f5 ff ff f4', 501, -1],
  ['the same', '02 02 ff fc ff', 514, -4],
  ['github.com/RobTillaart/DHTNew, issue 100', '00 88 00 2c b4', 136, 44],
]
