import config from '../../jest.config.js'
import { room } from './rooms.js'

process.env.MEETKIT_RUNS_PERCENT ??= '4'

/** Only the tests that are close to what is mutated, and fast. */
export default {
  ...config,
  rootDir: '../..',
  roots: room.tests.map((name) => `<rootDir>/test/${name}`),
  maxWorkers: 1,
  testPathIgnorePatterns: ['/node_modules/'],
}
