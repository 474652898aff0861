// What `make bench` asks for: every page that the tests know, and besides them what years of use make long.
import { uniqueName } from '../support/requests.mjs';
import { landings } from '../support/sizes.mjs';
import { routeOf, routes } from './routes.mjs';

/** GET routes that are not measured, and why. */
export const leftOut = {
  '/clusters/{}/{}': 'The same pages as `…/change` and `…/remove`, under the pattern that takes what they post.',
  '/requests/live': 'A stream: it ends when its reader goes away.',
  '/requests/{}/live': 'A stream as well.',
  '/sign-in': 'Leads to the sign-in provider; once a day and person.',
  '/sign-in/callback': 'Is answered once for each sign-in, and asks the provider.',
};

/** A form as a browser posts it: `fields` are its names and values. */
const posted = (fields) => new URLSearchParams(fields).toString();

/**
 * Everything that is asked for, in order: a name that both databases have, who asks, the address, and for a POST that changes
 * nothing its form or JSON. `made` is what `prepare` has made, `old` are rows of the seed.
 */
export function pages(made, old) {
  const page = (name, who, address) => ({ name, who, address });
  const form = (name, who, address, fields) => ({ name, who, address, body: posted(fields) });
  const api = (name, who, path) => ({ name: `API: ${name}`, who, address: `/api/v1${path}`, token: true });
  const app = uniqueName('bench');
  const typed = {
    key: app, cluster: 'production', app, namespace: app, service_account: app, reason: 'Reads the daily export.',
    'grants[0][bucket]': 'data-001', 'grants[0][prefix]': 'in/', 'grants[0][read]': 'on', intent: 'review',
  };
  return [
    page('healthz, which does nothing', 'nobody', '/healthz'),
    page('readyz, which asks the database once', 'nobody', '/readyz'),
    ...landings(made).map(({ name, who, address }) => ({ name: name.replaceAll('-', ' '), who, address })),
    page('roles, searched', 'dev', `/roles?q=${old.app}`),
    page('roles, deep page', 'dev', old.deepRoles),
    page('role, old', 'dev', `/roles/${old.role}`),
    page('role, old, retire', 'dev', `/roles/${old.role}/retire`),
    page('role, old, restore', 'dev', `/roles/${old.role}/restore`),
    page('requests, queue, deep page', 'ops', `/requests?view=queue&after=${old.deepQueue}`),
    page('requests, mine, deep page', 'dev', `/requests?view=mine&after=${old.deepMine}`),
    page('requests, all, deep page', 'ops', `/requests?view=all&after=${old.deepAll}`),
    page('requests, what has changed', 'ops', '/requests/changes?view=queue'),
    page('request, old', 'ops', `/requests/${old.request}`),
    page('request, its state', 'dev', `${made.waiting}/state`),
    page('request, draft', 'dev', old.draft),
    page('request, copy', 'dev', `/requests/new?copy=${old.request}`),
    page('request, change of an old role', 'dev', `/requests/new?role=${old.role}`),
    form('request, reviewed', 'dev', '/requests/new', typed),
    form('request, a field looked up', 'dev', '/requests/new', { ...typed, intent: 'look', field: 'grants[0][bucket]' }),
    page('history, by bucket', 'auditor', `/history?bucket=${old.bucket}`),
    page('history, by a bucket of long ago', 'auditor', '/history?bucket=data-once'),
    page('history, by kind', 'auditor', '/history?kind=request.edited'),
    page('history, by role', 'auditor', `/history?role=${old.roleName}`),
    page('history, by person', 'auditor', '/history?person=person77@'),
    page('history, deep page', 'auditor', `/history?after=${old.event}`),
    page('event', 'auditor', `/history/${old.event}`),
    page('history as CSV, a bucket of long ago', 'auditor', '/history/export.csv?bucket=data-once'),
    page('history as JSON lines, a bucket of long ago', 'auditor', '/history/export.jsonl?bucket=data-once'),
    page('access, to a bucket of many', 'auditor', `/access?bucket=${old.bucket}&read=on`),
    page('cluster change', 'admin', '/clusters/production/change'),
    page('unmanaged, all', 'ops', '/unmanaged'),
    page('unmanaged, table', 'ops', '/unmanaged/table'),
    form('unmanaged, table compared', 'ops', '/unmanaged/table', { table: made.table }),
    page('doctor, old role', 'dev', `/doctor?role=${old.role}`),
    form('doctor, diagnosis', 'dev', '/doctor', {
      role: old.role, text: `User: arn:aws:sts::003250186609:assumed-role/${old.roleName}/botocore-session-1 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data-001/in/1.json" because no identity-based policy allows the s3:GetObject action`,
    }),
    page('tokens', 'dev', '/tokens'),
    page('deliveries', 'admin', '/deliveries'),
    api('description', 'nobody', '/openapi.json'),
    api('who asks', 'dev', '/me'),
    api('tokens', 'dev', '/tokens'),
    api('roles', 'dev', '/roles'),
    api('roles, searched', 'dev', `/roles?q=${old.app}`),
    api('role, old', 'dev', `/roles/${old.role}`),
    api('requests, queue', 'ops', '/requests?view=queue'),
    api('requests, queue, deep page', 'ops', `/requests?view=queue&after=${old.deepQueue}`),
    api('requests, mine', 'dev', '/requests?view=mine'),
    api('requests, mine, deep page', 'dev', `/requests?view=mine&after=${old.deepMine}`),
    api('requests, all', 'ops', '/requests?view=all'),
    api('requests, all, deep page', 'ops', `/requests?view=all&after=${old.deepAll}`),
    api('request, old', 'ops', `/requests/${old.request}`),
    api('request, its comments', 'ops', `/requests/${old.request}/comments`),
    api('request, its revisions', 'dev', `${made.edited}/revisions`),
    api('drafts', 'dev', '/drafts'),
    api('draft', 'dev', `/drafts/${old.draft.split('=').at(-1)}`),
    api('rules', 'dev', '/rules'),
    api('clusters', 'dev', '/clusters'),
    api('cluster changes', 'dev', '/cluster-changes'),
    api('cluster change', 'dev', made.proposed),
    api('unmanaged roles', 'ops', '/unmanaged-roles'),
    api('unmanaged role', 'ops', made.unmanaged.replace('/unmanaged/', '/unmanaged-roles/')),
    api('history', 'auditor', '/history'),
    api('history, by role', 'auditor', `/history?role=${old.roleName}`),
    api('event', 'auditor', `/history/${old.event}`),
    api('history as CSV, a bucket of long ago', 'auditor', '/history/export.csv?bucket=data-once'),
    api('history as JSON lines, a bucket of long ago', 'auditor', '/history/export.jsonl?bucket=data-once'),
    api('access', 'auditor', `/access?bucket=${old.bucket}`),
    api('deliveries', 'admin', '/deliveries'),
    api('settings', 'dev', '/settings'),
  ];
}

/** What is wrong with a list of pages: routes that are neither in it nor left out, and names that are there twice. */
export function faults(list) {
  const known = routes();
  const measured = new Set(list.filter(({ body }) => !body).map(({ address }) => routeOf(address, known)));
  const names = list.map(({ name }) => name);
  return [
    ...known.filter((route) => !measured.has(route) && !leftOut[route]).map((route) => `GET ${route} is neither measured nor left out`),
    ...Object.keys(leftOut).filter((route) => !known.includes(route)).map((route) => `${route} is left out, and is no route`),
    ...Object.keys(leftOut).filter((route) => measured.has(route)).map((route) => `${route} is left out, and measured`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`),
  ];
}
