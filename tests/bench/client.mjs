// Whoever asks: over connections that stay open, timed from the request to the last byte.
import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { baseUrl } from '../support/env.mjs';

/** Asks at once in the measurement of throughput. */
export const CLIENTS = 4;
const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });

/** Ends the connections. */
export const leave = () => agent.destroy();

/** One exchange: its milliseconds, status, body as it was sent, and that body's coding. Only an answer of 5xx is an error. */
export const exchange = ({ address, method = 'GET', headers = {}, body }) => new Promise((resolve, reject) => {
  const started = process.hrtime.bigint();
  const url = new URL(address, baseUrl);
  const request = http.request(url, { agent, method, headers }, (response) => {
    const parts = [];
    response.on('data', (part) => { parts.push(part); });
    response.on('end', () => {
      const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
      const answer = { milliseconds, status: response.statusCode, bytes: Buffer.concat(parts), coding: response.headers['content-encoding'] };
      if (response.statusCode < 500 && response.statusCode !== 429) resolve(answer);
      else reject(new Error(`${method} ${address}: ${response.statusCode}\n${textOf(answer).slice(0, 2000)}`));
    });
  });
  request.on('error', reject);
  request.end(body);
});

/** The text of an answer. */
export function textOf({ bytes, coding }) {
  if (coding === 'br') return brotliDecompressSync(bytes).toString();
  return (coding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

/** The middle one, the one that 5 % are above, and the quickest. */
export function percentiles(taken) {
  const sorted = taken.toSorted((one, other) => one - other);
  return [...[0.5, 0.95].map((share) => sorted[Math.ceil(sorted.length * share) - 1]), sorted[0]];
}
