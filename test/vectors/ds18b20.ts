/**
 * Scratchpads that people printed from their own chips, with Linux's or their own reading of them
 * in 0.001 °C.
 */
export const SCRATCHPADS: readonly (readonly [
  source: string,
  bytes: string,
  milliCelsius: number,
])[] = [
  ['KeikoWare/RaspberryPi_TempeartureDS18B20, README', '70 01 4b 46 7f ff 10 10 e1', 23_000],
  ['the same, a chip without a conversion', '50 05 4b 46 7f ff 0c 10 1c', 85_000],
  ['raspi-1wire-temp, its unit test', '72 01 4b 46 7f ff 0e 10 57', 23_125],
  ['a README of a Raspberry Pi logger', '9d 01 4b 46 7f ff 03 10 57', 25_812.5],
  ['github.com/Hotaman/OneWireSpark, issue 1', 'd6 01 4b 46 7f ff 0a 10 43', 29_375],
  [
    'github.com/icssw-org/MeshCom-Firmware, issue 653, a clone with triggers of its own',
    'fe ff 55 00 7f ff 0c 10 6d',
    -125,
  ],
]
