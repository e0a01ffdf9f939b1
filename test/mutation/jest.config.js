import config from '../../jest.config.js'

process.env.MEETKIT_RUNS_PERCENT ??= '4'

/** Only the tests that are close to what is mutated, and fast. */
export default {
  ...config,
  rootDir: '../..',
  roots: ['journal', 'delivery', 'payload', 'mutation'].map((name) => `<rootDir>/test/${name}`),
  maxWorkers: 1,
}
