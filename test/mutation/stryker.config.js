import { room } from './rooms.js'

/**
 * Mutation testing of what promise 1 stands on. Every mutant that no test kills is in the report;
 * below the threshold the run fails.
 */
export default {
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  mutate: room.mutate,
  ignorePatterns: ['build', 'test-output', 'docs', 'test/mutation/node_modules'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
  jsonReporter: { fileName: `test-output/mutation-${room.name}.json` },
  tempDirName: `test-output/mutation-tmp-${room.name}`,
  thresholds: { high: 95, low: 90, break: 90 },
  concurrency: 2,
  disableTypeChecks: false,
  timeoutMS: 30_000,
}
