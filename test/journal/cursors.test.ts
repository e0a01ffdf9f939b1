/** Cursors on their own, number by number. */
import { CURSOR_LENGTH, Cursors, TARGETS_MAX } from '../../device/journal/cursors.ts'

const next = (cursors: Cursors) => [...cursors.next]
const dropped = (cursors: Cursors) => [...cursors.dropped]

/** Cursors of two targets, at 10 and 20. */
function atTenAndTwenty(): Cursors {
  const cursors = new Cursors(2)
  cursors.arrive(0, 0, 10, 0)
  cursors.arrive(1, 0, 20, 0)
  return cursors
}

describe('what arrives', () => {
  test.each<[string, [from: number, to: number, missed: number], number, number]>([
    ['moves the cursor', [10, 15, 0], 15, 0],
    ['but for what was missed', [10, 15, 2], 15, 2],
    ['with nothing in it, leaves all as it is', [10, 10, 0], 10, 0],
  ])('%s', (_name, [from, to, missed], cursor, lost) => {
    const cursors = atTenAndTwenty()
    cursors.arrive(0, from, to, missed)
    expect(next(cursors)).toEqual([cursor, 20, 0, 0])
    expect(dropped(cursors)).toEqual([lost, 0, 0, 0])
  })

  test.each([
    { passed: 18, missed: 0, cursor: 18, lost: 3 },
    { passed: 18, missed: 2, cursor: 18, lost: 5 },
    { passed: 12, missed: 0, cursor: 15, lost: 0 },
    { passed: 12, missed: 2, cursor: 15, lost: 2 },
  ])('late, is not dropped: up to $passed passed, $missed missed', (each) => {
    const cursors = atTenAndTwenty()
    cursors.pass(0, each.passed)
    cursors.arrive(0, 10, 15, each.missed)
    expect(next(cursors)).toEqual([each.cursor, 20, 0, 0])
    expect(dropped(cursors)).toEqual([each.lost, 0, 0, 0])
  })
})

test('what is passed is dropped, once, and a cursor never goes back', () => {
  const cursors = atTenAndTwenty()
  cursors.pass(0, 13)
  cursors.pass(0, 13)
  cursors.pass(0, 4)
  expect([next(cursors), dropped(cursors)]).toEqual([
    [13, 20, 0, 0],
    [3, 0, 0, 0],
  ])
})

test('only targets that there are pass records and lose one', () => {
  const cursors = atTenAndTwenty()
  cursors.passAll(15)
  cursors.loseOne()
  expect([next(cursors), dropped(cursors)]).toEqual([
    [15, 20, 0, 0],
    [6, 1, 0, 0],
  ])
})

test.each([
  [10, 20],
  [20, 10],
])('of cursors at %i and %i the slowest is at 10, the furthest at 20', (first, second) => {
  const cursors = new Cursors(2)
  cursors.next.set([first, second, 99, 99])
  expect(cursors.furthest()).toBe(20)
  cursors.next.set([first, second, 5, 5])
  expect(cursors.slowest()).toBe(10)
})

describe('in flash', () => {
  test('a cursor is its target, its place and its count of lost records', () => {
    const cursors = new Cursors(2)
    cursors.next[1] = 0x04030201
    cursors.dropped[1] = 0x08070605
    const payload = new Uint8Array(CURSOR_LENGTH)
    cursors.encode(1, payload)
    expect([...payload]).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 8])
    const other = new Cursors(2)
    other.decode(payload)
    expect([next(other)[1], dropped(other)[1]]).toEqual([0x04030201, 0x08070605])
  })

  test('one of a target that is no more is left alone', () => {
    const payload = Uint8Array.of(1, 7, 0, 0, 0, 8, 0, 0, 0)
    const one = new Cursors(1)
    one.decode(payload)
    expect([next(one), dropped(one)]).toEqual([new Array(4).fill(0), new Array(4).fill(0)])
  })

  test('all of them stand side by side; those of targets that are no more are left alone', () => {
    const all = new Cursors(TARGETS_MAX)
    all.next.set([1, 2, 3, 4])
    all.dropped.set([5, 6, 7, 8])
    const bytes = new Uint8Array(44).fill(9)
    all.encodeAll(bytes, 2)
    const words = [1, 5, 2, 6, 3, 7, 4, 8].flatMap((word) => [word, 0, 0, 0])
    expect([...bytes]).toEqual([9, 9, ...words, ...new Array(10).fill(9)])
    const two = new Cursors(2)
    two.decodeAll(bytes, 2)
    expect([next(two), dropped(two)]).toEqual([
      [1, 2, 0, 0],
      [5, 6, 0, 0],
    ])
  })
})

test('a cursor is due when it moved by the stride since it was written or trusted', () => {
  const cursors = atTenAndTwenty()
  expect([cursors.isDue(0, 10), cursors.isDue(0, 11)]).toEqual([true, false])
  cursors.trust()
  const written: (() => void)[] = [
    () => cursors.encode(0, new Uint8Array(CURSOR_LENGTH)),
    () => cursors.encodeAll(new Uint8Array(32), 0),
    () => cursors.trust(),
  ]
  for (const write of written) {
    cursors.arrive(0, cursors.next[0]!, cursors.next[0]! + 3, 0)
    expect([cursors.isDue(0, 3), cursors.isDue(0, 4)]).toEqual([true, false])
    write()
    expect(cursors.isDue(0, 1)).toBe(false)
  }
})
