/** A thread with an MQTT broker, Aedes: jest cannot import it. It tells all that is published. */
import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { Aedes } from 'aedes'

const broker = await Aedes.createBroker()
const sockets = new Set()
const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  broker.handle(socket)
})

broker.on('publish', ({ topic, payload, qos, retain }, client) => {
  if (client !== null) parentPort.postMessage({ kind: 'published', topic, payload, qos, retain })
})

parentPort.on('message', (word) => {
  if (word === 'hang up') for (const socket of sockets) socket.destroy()
})

server.listen(workerData.port, '127.0.0.1', () =>
  parentPort.postMessage({ kind: 'listening', port: server.address().port }),
)
