// A mail server for one test, where the portal of the tests sends its e-mail.
import net from 'node:net';
import { createInterface } from 'node:readline';

/** Header of a message, its folded lines put together. */
export const header = (data, name) => new RegExp(`^${name}: (.*)$`, 'mi')
  .exec(data.split('\r\n\r\n')[0].replace(/\r\n /g, ' '))?.[1].trim();

/** The text of a message, its long lines put together (quoted-printable). */
export const text = (data) => data.replace(/=\r\n/g, '').replace(/=3D/g, '=');

/** Starts to take e-mail; `mails` fills with `{ to, data }`. Closed, it can be opened again. */
export async function mailbox() {
  const mails = [];
  const sockets = new Set();
  const talk = async (socket) => {
    const say = (line) => socket.write(`${line}\r\n`);
    let to = '';
    let data;
    say('220 tests');
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      if (data !== undefined && line !== '.') {
        data += `${line}\r\n`;
      } else if (data !== undefined) {
        mails.push({ to, data });
        data = undefined;
        say('250 taken');
      } else if (line.startsWith('RCPT')) {
        to = /<(.*)>/.exec(line)[1];
        say('250 ok');
      } else if (line === 'DATA') {
        data = '';
        say('354 go on');
      } else if (line === 'QUIT') {
        say('221 bye');
        socket.end();
      } else {
        say('250 ok');
      }
    }
  };
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    // Who goes away in the middle of a message comes back with it.
    talk(socket).catch(() => {});
  });
  const { port, hostname } = new URL(process.env.ROLEPORT_SMTP_URL);
  const open = () => new Promise((resolve) => { server.listen(Number(port), hostname, resolve); });
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    for (const socket of sockets) socket.destroy();
  });
  await open();
  return { mails, open, close };
}
