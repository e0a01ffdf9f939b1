/**
 * Other targets than a hub, for kits that run without them: they answer as where all goes well, and
 * keep nothing. What they are sent is looked at where it is sent.
 */
import type { Exchange } from './network.ts'

/** Their addresses, told apart by the path, and the status of a request that was stored. */
const INFLUXDB = '/write'
const OPENSENSEMAP = '/boxes/'
const SENSOR_COMMUNITY = '/push-sensor-data'
const MADAVI = '/data.php'
const SENSORTHINGS = '/Datastreams'
const CREATE_OBSERVATIONS = '/CreateObservations'

/** Espruino's indexOf and includes also find the beginning of a text at the end of another. */
function has(url: string, path: string): boolean {
  return url.split(path).length > 1
}

/** Answers what is meant for another target than the hub; false when it is not. */
export function answerForeign(exchange: Exchange): boolean {
  const url = exchange.url
  if (has(url, INFLUXDB)) exchange.reply(204, '')
  else if (has(url, MADAVI)) exchange.reply(200, 'ok')
  else if (has(url, SENSORTHINGS)) exchange.reply(200, '{"value":[]}')
  else if (has(url, CREATE_OBSERVATIONS)) exchange.reply(201, '[]')
  else if (exchange.method === 'GET') exchange.reply(200, '[]')
  else if (has(url, OPENSENSEMAP) || has(url, SENSOR_COMMUNITY)) exchange.reply(201, '')
  else return false
  return true
}
