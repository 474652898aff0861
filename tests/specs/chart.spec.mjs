// Roleport's own chart: rendered by real Helm 3 and 4, each manifest read by Kubernetes' strict schemas, and its
// configuration by the program itself.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { helms, installHelm, validator } from '../helm/install.mjs';
import { roleportBin } from '../support/env.mjs';

const root = path.join(path.dirname(new URL(import.meta.url).pathname), '..', '..');
const chart = path.join(root, 'deploy', 'helm', 'roleport');
const run = (command, args, options) => execFileSync(command, args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], ...options });

const least = {
  image: { repository: 'registry.example.com/roleport' },
  publicUrl: 'https://roleport.example.com',
  config: `${readFileSync(path.join(root, 'demo', 'roleport.toml'), 'utf8')}
[oidc]
issuer = "https://login.example.com"
client_id = "roleport"
role_map = { devops = "approver" }
`,
  database: { existingSecret: 'roleport-database' },
};
const arn = 'arn:aws:iam::003250186609:role/roleport';
const sets = {
  least,
  full: {
    ...least,
    image: { repository: 'registry.example.com/roleport', digest: `sha256:${'0a'.repeat(32)}`, pullSecrets: ['registry'] },
    replicas: 3,
    database: { existingSecret: 'db', key: 'DATABASE_URL', port: 6432, ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' },
    migrationDatabase: { existingSecret: 'db-owner', key: 'url' },
    oidc: { existingSecret: 'oidc', key: 'clientSecret' },
    secretEnv: [
      { name: 'ROLEPORT_SMTP_URL', secret: 'smtp', key: 'url' },
      { name: 'ROLEPORT_GIT_TOKEN', secret: 'git', key: 'token' },
      { name: 'ROLEPORT_TARGET_PLATFORM_CHANNEL_URL', secret: 'slack', key: 'url' },
      { name: 'OTEL_EXPORTER_OTLP_HEADERS', secret: 'otel', key: 'headers' },
    ],
    serviceAccount: { create: true, name: 'on', roleArn: arn, annotations: { 'eks.amazonaws.com/sts-regional-endpoints': 'true' } },
    metrics: { serviceMonitor: { enabled: true, labels: { release: 'prometheus' } } },
    otlpEndpoint: 'http://otel-collector.observability:4318',
    ingress: { enabled: true, className: 'nginx', host: 'roleport.example.com', tlsSecret: 'tls', annotations: { 'nginx.ingress.kubernetes.io/proxy-buffering': 'off' } },
    networkPolicy: { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }], metricsFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], egressPorts: [587, 4318] },
    podLabels: { team: '0123' },
    podAnnotations: { note: 'true' },
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    tolerations: [{ key: 'system', operator: 'Exists' }],
    priorityClassName: 'high',
  },
  'one replica, an existing account, nothing else': {
    ...least,
    replicas: 1,
    serviceAccount: { create: false, name: 'existing' },
    metrics: { enabled: false },
    networkPolicy: { enabled: false },
  },
};

/** Calls `use` with a folder that is removed after it. */
function within(use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'roleport-chart-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const withValues = (values, use) => within((folder) => {
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, JSON.stringify(values));
  return use(file, folder);
});

const render = (helm, values) => withValues(values, (file) => run(helm, ['template', 'portal', chart, '--namespace', 'roleport', '--values', file]));
const documents = (rendered) => parseAllDocuments(rendered, { version: '1.1' }).map((document) => document.toJS()).filter(Boolean);
const kind = (all, wanted) => all.filter((document) => document.kind === wanted);

test.beforeAll(() => {
  test.setTimeout(300_000);
  installHelm();
});

for (const { name, helm } of helms) {
  for (const [title, values] of Object.entries(sets)) {
    test(`${name}: ${title}: lint, and every manifest as Kubernetes has it`, () => {
      withValues(values, (file, folder) => {
        run(helm, ['lint', '--strict', chart, '--values', file]);
        const rendered = render(helm, values);
        // Not one of Kubernetes' own: it has no schema there.
        const own = rendered.split(/^---$/m).filter((text) => text.trim() && !/^kind: ServiceMonitor$/m.test(text));
        expect(own.length).toBeGreaterThan(2);
        for (const [index, text] of own.entries()) {
          const manifest = path.join(folder, `${index}.yaml`);
          writeFileSync(manifest, text);
          run(validator, ['--strict', '--quiet', manifest]);
        }
      });
    });
  }

  test(`${name}: the values give what they say`, () => {
    const all = documents(render(helm, sets.full));
    const [deployment] = kind(all, 'Deployment');
    const { spec } = deployment.spec.template;
    const [container] = spec.containers;
    expect(deployment.spec.replicas).toBe(3);
    expect(spec.serviceAccountName).toBe('on');
    const [account] = kind(all, 'ServiceAccount');
    expect(account.metadata).toMatchObject({ name: 'on', annotations: { 'eks.amazonaws.com/role-arn': arn, 'eks.amazonaws.com/sts-regional-endpoints': 'true' } });
    expect(kind(all, 'PodDisruptionBudget')[0].spec.minAvailable).toBe(1);
    expect(container.image).toBe(`registry.example.com/roleport@sha256:${'0a'.repeat(32)}`);
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(spec.topologySpreadConstraints).toHaveLength(2);
    expect(deployment.spec.template.metadata.labels.team).toBe('0123');
    // The Ingress leads to the portal alone; the metrics have another service.
    const [ingress] = kind(all, 'Ingress');
    const [http, metrics] = kind(all, 'Service');
    expect(ingress.spec.rules[0].http.paths[0].backend.service).toEqual({ name: http.metadata.name, port: { name: 'http' } });
    expect(http.spec.ports.map((port) => port.name)).toEqual(['http']);
    const [monitor] = kind(all, 'ServiceMonitor');
    for (const [label, value] of Object.entries(monitor.spec.selector.matchLabels)) expect(metrics.metadata.labels[label]).toBe(value);
    const [policy] = kind(all, 'NetworkPolicy');
    expect(policy.spec.egress[0].ports.map(({ port }) => port)).toEqual([53, 53, 443, 6432, 587, 4318]);
    expect(policy.spec.podSelector.matchLabels).toEqual(deployment.spec.selector.matchLabels);
    expect(policy.spec.ingress.map(({ from }) => from[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name'])).toEqual(['ingress', 'monitoring']);
    expect(kind(all, 'ConfigMap')[0].data['database-ca.pem']).toBe(sets.full.database.ca);
    // No secret is made here, and none stands in a value.
    expect(kind(all, 'Secret')).toEqual([]);
    for (const { name: variable, value } of container.env) {
      if (/URL$|SECRET|TOKEN|HEADERS/.test(variable) && variable !== 'ROLEPORT_PUBLIC_URL') expect(value, variable).toBeUndefined();
    }
    const alone = documents(render(helm, sets['one replica, an existing account, nothing else']));
    expect(alone.map((document) => document.kind).sort()).toEqual(['ConfigMap', 'Deployment', 'Service']);
    expect(kind(alone, 'Deployment')[0].spec.template.spec.serviceAccountName).toBe('existing');
  });

  test(`${name}: pods are made anew for another configuration or role, and for nothing else`, () => {
    const sums = (values) => kind(documents(render(helm, values)), 'Deployment')[0].spec.template.metadata.annotations;
    expect(sums(least)).toEqual(sums(least));
    expect(sums({ ...least, config: `${least.config}\n# other` })['checksum/config']).not.toBe(sums(least)['checksum/config']);
    expect(sums({ ...least, serviceAccount: { roleArn: arn } })['checksum/service-account']).not.toBe(sums(least)['checksum/service-account']);
  });

  test(`${name}: refuses wrong values`, () => {
    for (const [said, values] of [
      [/repository/, { ...least, image: {} }],
      [/publicUrl/, { ...least, publicUrl: 'roleport.example.com' }],
      [/publicUrl/, { ...least, publicUrl: 'https://roleport.example.com/' }],
      [/existingSecret/, { ...least, database: {} }],
      [/config/, { ...least, config: 'log = "info"' }],
      [/replicas/, { ...least, replicas: '2' }],
      [/replicas/, { ...least, replicas: 0 }],
      [/replicaCount/, { ...least, replicaCount: 3 }],
      [/roleArn/, { ...least, serviceAccount: { roleArn: 'roleport' } }],
      [/create/, { ...least, serviceAccount: { create: 'false' } }],
      [/name/, { ...least, serviceAccount: { create: false } }],
      [/secretEnv/, { ...least, secretEnv: [{ name: 'ROLEPORT_GIT_TOKN', secret: 'git', key: 'token' }] }],
      [/value/, { ...least, secretEnv: [{ name: 'ROLEPORT_GIT_TOKEN', value: 'hunter2', secret: 'git', key: 'token' }] }],
      [/host/, { ...least, ingress: { enabled: true } }],
      [/port/, { ...least, metrics: { port: 70000 } }],
      [/ca/, { ...least, database: { existingSecret: 'db', ca: 'rds' } }],
      [/digest/, { ...least, image: { repository: 'a', digest: 'latest' } }],
    ]) {
      let refused = '';
      try {
        render(helm, values);
      } catch (error) {
        refused = error.stderr;
      }
      expect.soft(refused, said.source).toMatch(/schema/);
      expect.soft(refused, said.source).toMatch(said);
    }
  });
}

test('the program understands all that the chart gives it', () => {
  const all = documents(render(helms[0].helm, sets.full));
  const [container] = kind(all, 'Deployment')[0].spec.template.spec.containers;
  within((folder) => {
    const file = path.join(folder, 'roleport.toml');
    writeFileSync(file, kind(all, 'ConfigMap')[0].data['roleport.toml']);
    const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value ?? '']));
    expect(env.ROLEPORT_CONFIG).toBe('/etc/roleport/roleport.toml');
    Object.assign(env, { PATH: process.env.PATH, ROLEPORT_CONFIG: file, DATABASE_URL: 'postgres://u:p@h/d', ROLEPORT_TARGET_PLATFORM_CHANNEL_URL: '', ROLEPORT_GIT_TOKEN: '' });
    const told = run(roleportBin, ['config', 'check'], { env });
    for (const value of [env.ROLEPORT_LISTEN, env.ROLEPORT_PUBLIC_URL, env.ROLEPORT_METRICS_LISTEN]) expect(told).toContain(value);
  });
  // OpenTelemetry's own variables are read by its SDK; the targets' names are made from the configuration.
  const source = (folder) => readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return source(file);
    return name.endsWith('.rs') ? [readFileSync(file, 'utf8')] : [];
  });
  const code = source(path.join(root, 'server', 'src')).join('\n');
  const documented = readFileSync(path.join(root, 'docs', 'configuration.md'), 'utf8');
  for (const { name } of container.env) {
    if (/^ROLEPORT_TARGET_/.test(name)) continue;
    if (!name.startsWith('OTEL_')) expect(code, name).toContain(`"${name}"`);
    expect(documented, name).toContain(`\`${name}\``);
  }
});
