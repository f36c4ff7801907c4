import type { IncomingMessage } from 'node:http';
import { later } from './real-time.js';

/**
 * Gives a client a time to send a request whole.
 *
 * @param milliseconds of real time
 * @param onEnd told if it has not
 */
export function expectWhole(request: IncomingMessage, milliseconds: number, onEnd: () => void): void {
  const callOff = later(milliseconds, () => {
    if (!request.complete) onEnd();
  });
  request.once('close', callOff);
}

/**
 * Hangs up on a client that sends nothing for a time, however long it takes for all.
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
