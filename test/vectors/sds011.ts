/**
 * Every frame printed in "Laser Dust Sensor Control Protocol", V1.3, Nova Fitness, 2015-07-20
 * (public at cdn.sparkfun.com/assets/parts/1/2/2/7/5/Laser_Dust_Sensor_Control_Protocol_V1.3.pdf),
 * with the command number of the document. Left out: the reply of command 3, one byte short.
 */
export const CP_FRAMES: readonly (readonly [source: string, frame: string])[] = [
  ['CP 1, query mode', 'aa b4 02 00 00 00 00 00 00 00 00 00 00 00 00 ff ff 00 ab'],
  ['CP 1, active', 'aa c5 02 00 00 00 a1 60 03 ab'],
  ['CP 1, query', 'aa c5 02 00 01 00 a1 60 04 ab'],
  ['CP 1, set query mode', 'aa b4 02 01 01 00 00 00 00 00 00 00 00 00 00 a1 60 05 ab'],
  ['CP 1, set to query', 'aa c5 02 01 01 00 a1 60 05 ab'],
  ['CP 2, query data', 'aa b4 04 00 00 00 00 00 00 00 00 00 00 00 00 ff ff 02 ab'],
  ['CP 2, data 123.6 and 261.8', 'aa c0 d4 04 3a 0a a1 60 1d ab'],
  ['CP 3, set device id', 'aa b4 05 00 00 00 00 00 00 00 00 00 00 a0 01 a1 60 a7 ab'],
  ['CP 4, sleep', 'aa b4 06 01 00 00 00 00 00 00 00 00 00 00 00 a1 60 08 ab'],
  ['CP 4, sleeps', 'aa c5 06 01 00 00 a1 60 08 ab'],
  ['CP 4, work', 'aa b4 06 01 01 00 00 00 00 00 00 00 00 00 00 a1 60 09 ab'],
  ['CP 4, works', 'aa c5 06 01 01 00 a1 60 09 ab'],
  ['CP 5, set 1 minute', 'aa b4 08 01 01 00 00 00 00 00 00 00 00 00 00 a1 60 0b ab'],
  ['CP 5, set continuous', 'aa b4 08 01 00 00 00 00 00 00 00 00 00 00 00 a1 60 0a ab'],
  ['CP 5, query', 'aa b4 08 00 00 00 00 00 00 00 00 00 00 00 00 a1 60 09 ab'],
  ['CP 5, 2 minutes', 'aa c5 08 00 02 00 a1 60 0b ab'],
  ['CP 6, firmware', 'aa b4 07 00 00 00 00 00 00 00 00 00 00 00 00 a1 60 08 ab'],
  ['CP 6, 15-7-10', 'aa c5 07 0f 07 0a a1 60 28 ab'],
]
