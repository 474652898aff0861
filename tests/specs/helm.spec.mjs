// The Helm snippet in a real chart, rendered by real Helm 3 and 4, read by real kubectl: names that look
// like other YAML types must come out as the exact strings (domain facts, helm#12179, helm#8294).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { helms, installHelm, validator } from '../helm/install.mjs';
import { goodRequest, preview } from '../support/preview.mjs';

const serviceAccounts = ['blue-raven', 'on', '0123', '1e3', 'null', 'a.b', '0x1f', 'true', 'y', '1.000'];

const run = (command, args, input) => execFileSync(command, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app' },
  spec: {
    selector: { matchLabels: { app: 'app' } },
    template: { metadata: { labels: { app: 'app' } }, spec: { containers: [{ name: 'app', image: 'example.com/app:1' }] } },
  },
};

const merge = (base, patch) => (patch && typeof patch === 'object' && !Array.isArray(patch)
  ? Object.fromEntries([...new Set([...Object.keys(base ?? {}), ...Object.keys(patch)])]
    .map((key) => [key, key in patch ? merge(base?.[key], patch[key]) : base[key]]))
  : patch);

/** The Deployment with the patch merged in, as a person would paste it: template expressions stay as they are. */
function patched(patch) {
  const expressions = [];
  const plain = patch.replace(/\{\{.*?\}\}/g, (expression) => `EXPRESSION${expressions.push(expression) - 1}`);
  return stringify(merge(deployment, parse(plain))).replace(/EXPRESSION(\d+)/g, (_, index) => expressions[index]);
}

function writeChart(folder, { values_yaml: values, values_schema: schema, service_account_template: template, deployment_patch: patch }) {
  mkdirSync(path.join(folder, 'templates'), { recursive: true });
  writeFileSync(path.join(folder, 'Chart.yaml'), stringify({ apiVersion: 'v2', name: 'app', version: '1.0.0', icon: 'https://example.com/icon.svg' }));
  writeFileSync(path.join(folder, 'values.yaml'), values);
  writeFileSync(path.join(folder, 'values.schema.json'), schema);
  writeFileSync(path.join(folder, 'templates', 'serviceaccount.yaml'), template);
  writeFileSync(path.join(folder, 'templates', 'deployment.yaml'), patched(patch));
}

/** One rendered document as Kubernetes reads it. Its YAML is 1.1, where an unquoted `on` is true: the text must reach it unread. */
function asKubernetes(kubectl, rendered, kind) {
  const text = rendered.split(/^---$/m).find((document) => parse(document)?.kind === kind);
  return JSON.parse(run(kubectl, ['annotate', '--local', '-f', '-', 'probe=yes', '-o', 'json'], text));
}

test.beforeAll(() => {
  test.setTimeout(300_000);
  installHelm();
});

for (const { name, helm, kubectl } of helms) {
  for (const serviceAccount of serviceAccounts) {
    test(`${name}: service account ${serviceAccount}`, () => {
      const answer = preview(goodRequest({ service_account: serviceAccount })).json();
      const folder = mkdtempSync(path.join(tmpdir(), 'roleport-chart-'));
      try {
        writeChart(folder, answer.helm);
        run(helm, ['lint', '--strict', folder]);
        const rendered = run(helm, ['template', 'release', folder]);
        const file = path.join(folder, 'rendered.yaml');
        writeFileSync(file, rendered);
        run(validator, ['--strict', '--quiet', file]);
        const account = asKubernetes(kubectl, rendered, 'ServiceAccount');
        expect(account.metadata.name).toBe(serviceAccount);
        expect(account.metadata.annotations['eks.amazonaws.com/role-arn']).toBe(answer.role_arn);
        const { metadata, spec } = asKubernetes(kubectl, rendered, 'Deployment').spec.template;
        expect(spec.serviceAccountName).toBe(serviceAccount);
        expect(metadata.annotations['checksum/service-account']).toMatch(/^[0-9a-f]{64}$/);
        // Every annotation is text: Kubernetes refuses anything else.
        for (const value of Object.values(account.metadata.annotations)) expect(typeof value).toBe('string');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  test(`${name}: with an existing service account, none is made and the pod still names it`, () => {
    const answer = preview(goodRequest({ service_account: 'on' })).json();
    const folder = mkdtempSync(path.join(tmpdir(), 'roleport-chart-'));
    try {
      writeChart(folder, answer.helm);
      const rendered = run(helm, ['template', 'release', folder, '--set', 'serviceAccount.create=false']);
      const documents = parseAllDocuments(rendered).map((document) => document.toJS()).filter(Boolean);
      expect(documents.map(({ kind }) => kind)).toEqual(['Deployment']);
      expect(documents[0].spec.template.spec.serviceAccountName).toBe('on');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

for (const { name, helm } of helms) {
  test(`${name}: refuses values that would come out as something else, and makes pods anew for another role`, () => {
    const answer = preview(goodRequest()).json();
    const folder = mkdtempSync(path.join(tmpdir(), 'roleport-chart-'));
    try {
      writeChart(folder, answer.helm);
      const template = (...settings) => run(helm, ['template', 'release', folder, ...settings]);
      for (const [flag, setting, said] of [
        ['--set-string', 'serviceAccount.create=false', /create/],
        ['--set', 'serviceAccount.name=123', /name/],
        ['--set', 'serviceAccount.name=true', /name/],
        ['--set', 'serviceAccount.name=Blue_Raven', /name/],
        ['--set', 'serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=003250186609', /role-arn/],
        ['--set-string', 'serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=blue-raven', /role-arn/],
        ['--set', 'serviceAccount.annotations.eks\\.amazonaws\\.com/sts-regional-endpoints=true', /sts-regional-endpoints/],
      ]) {
        let refused = '';
        try {
          template(flag, setting);
        } catch (error) {
          refused = error.stderr;
        }
        expect(refused, setting).toMatch(said);
      }
      const checksum = (rendered) => /checksum\/service-account: "([0-9a-f]+)"/.exec(rendered)[1];
      const other = `${answer.role_arn}-2`;
      expect(checksum(template())).toBe(checksum(template()));
      expect(checksum(template('--set', `serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=${other}`))).not.toBe(checksum(template()));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('every scalar of the values is written in double quotes, and no account id stands alone', () => {
  const { values_yaml: values } = preview(goodRequest({ service_account: 'null' })).json().helm;
  const scalars = values.split('\n').filter((line) => line.trim() && !line.trim().startsWith('#') && !/:\s*$/.test(line));
  for (const line of scalars) expect(line).toMatch(/:\s*(".*"|true|false)$/);
  expect(values).not.toMatch(/:\s*"?003250186609"?\s*$/m);
});
