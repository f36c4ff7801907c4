import type { IncomingMessage } from 'node:http';
import { later } from './real-time.js';

/**
 * Limits the time for sending a complete request.
 *
 * @param milliseconds of real time
 * @param onEnd called when the time is over
 */
export function expectWhole(request: IncomingMessage, milliseconds: number, onEnd: () => void): void {
  const callOff = later(milliseconds, () => {
    if (!request.complete) onEnd();
  });
  request.once('close', callOff);
}

/**
 * Disconnects a client that sends nothing for some time, without a limit for the whole request.
 *
 * @param milliseconds of real time
 */
export function expectProgress(request: IncomingMessage, milliseconds: number): void {
  const { socket } = request;
  let callOff = () => undefined as void;
  const look = (seen: number) => {
    callOff = later(milliseconds, () => {
      if (request.complete) return;
      if (socket.bytesRead === seen) socket.destroy();
      else look(socket.bytesRead);
    });
  };
  look(socket.bytesRead);
  request.once('close', () => callOff());
}
