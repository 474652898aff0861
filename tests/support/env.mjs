// What the tests are pointed at. Whoever starts the servers sets these (see tests/README.md).
import { homedir } from 'node:os';
import path from 'node:path';

const { env } = process;
const cache = env.ROLEPORT_CACHE ?? path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'roleport');

/** Address of the portal. */
export const baseUrl = env.BASE_URL ?? 'http://127.0.0.1:3000';
/** Address of the AWS stand-in. */
export const awsEndpoint = env.AWS_ENDPOINT ?? env.ROLEPORT_AWS_ENDPOINT_URL;
/** Account that the stand-in plays, and that the cluster `production` is in. */
export const accountId = env.ROLEPORT_ACCOUNT_ID ?? '003250186609';
/** The program, for `roleport preview`. */
export const roleportBin = env.ROLEPORT_BIN
  ?? path.join(env.CARGO_TARGET_DIR ?? path.join(cache, 'target'), 'debug', 'roleport');
/** Chromium, and flags that keep it quiet on a machine without a display or network. */
export const chromium = env.CHROMIUM ?? '/usr/bin/chromium';
export const chromiumFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
/** Firefox, the second engine. */
export const firefox = env.FIREFOX ?? '/usr/bin/firefox-esr';
/** A file of generated cases that the Rust tests have written. */
export const policyCases = (name) => path.join(
  env.ROLEPORT_CASES_DIR ?? path.join(env.CARGO_TARGET_DIR ?? path.join(cache, 'target'), 'tmp'),
  name,
);
