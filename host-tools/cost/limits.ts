/**
 * What the firmware may cost, as counts. The tests hold these; `npm run cost` prints the figures
 * beside them. A change that needs more says why in the same commit.
 */
export const LIMITS = {
  /** Bytes of the bundle, with every driver, in an Espruino board's Storage. */
  espruinoBundleBytes: 82_000,
  /** JsVars of firmware, kit and buffers with code in Storage; an ESP32-C3 has 4,095. */
  espruinoResidentJsVars: 1_780,
  /** The same with Sensor.Community beside the hub. */
  espruinoTwoTargetsJsVars: 2_200,
  /** Of 4,095 JsVars with two targets, free when most are in use. */
  espruinoFreeJsVarsMin: 1_000,
  /**
   * Bytes of flash that a record of a night takes, one with another, with the headers, marks and
   * cursors and aligned to four bytes.
   */
  flashBytesPerRecord: 56,
  /** Bytes of a five-minute average of five channels with its frame. */
  averageBytes: 53,
  /** Bytes written, all told, to bytes of records in their frames. */
  writeAmplification: 1.05,
  /** Days of five-minute averages that a 1 MiB log holds at the least; no fewer than this. */
  daysMin: 60,
  /** XS's computrons for one reading of the SDS011, from UART bytes to sums. */
  xsComputronsPerReading: 3_500,
  /** XS's computrons for closing a period, storing its record and delivering it. */
  xsComputronsPerPeriod: 52_000,
  /** Slots or JsVars by which memory in use may grow after the first hour. */
  growth: 0,
  /** XS slots of 16 bytes: firmware, kit and buffers. */
  xsSlots: 600,
} as const
