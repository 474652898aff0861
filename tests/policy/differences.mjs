// Where iam-simulate and our evaluator are known to disagree, and why ours is kept.
//
// Each difference rewrites a case in place so that it says the same without the thing they disagree
// on, and returns whether it had anything to do; both must then give the same answer. So a difference
// hides nothing but itself. docs/policy-evaluator.md lists them.

const list = (value) => (value === undefined ? [] : [value].flat());
const documents = (one) => [...list(one.identity), ...(one.boundary ? [one.boundary] : []), ...list(one.trust)];
const any = (items, visit) => items.map(visit).includes(true);
const inStatements = (one, visit) => any(documents(one), (document) => any(list(document.Statement), (statement) => visit(statement, document)));
const contextValue = ({ request }, key) => {
  const found = Object.keys(request.context).find((name) => name.toLowerCase() === key.toLowerCase());
  return found && request.context[found];
};

/** Puts `change(value)` in the place of each value under a key; one value may become several. */
function replace(holder, key, change) {
  const before = list(holder[key]);
  const after = before.flatMap(change);
  if (after.length === before.length && after.every((value, index) => value === before[index])) return false;
  holder[key] = after;
  return true;
}

const inConditions = (statement, operators, change) => any(Object.entries(statement.Condition ?? {}), ([operator, keys]) => (
  operators.test(operator) && any(Object.keys(keys), (key) => replace(keys, key, change))
));
const inResources = (statement, change) => any(
  ['Resource', 'NotResource'].filter((name) => name in statement),
  (name) => replace(statement, name, change),
);

const variables = /\$\{([^}*?$][^},]*)(?:,\s*'([^']*)')?\}/g;
const nothing = '\u0001 like nothing';

export const differences = [
  {
    name: 'variables need the version 2012-10-17',
    reason: 'Under 2008-10-17, or without a version, IAM takes ${…} for plain text; iam-simulate fills it in.',
    rewrite: (one) => inStatements(one, (statement, document) => {
      if (document.Version === '2012-10-17') return false;
      const plain = (value) => value.replaceAll('${', '${$}{');
      return any([
        inResources(statement, plain),
        inConditions(statement, /Like/, plain),
        // No value of a generated request has a ${ in it.
        inConditions(statement, /StringEquals|StringNotEquals/, (value) => (value.includes('${') ? nothing : value)),
      ], Boolean);
    }),
  },
  {
    name: 'a variable without a value is like nothing',
    reason: 'IAM: negated operators match a variable that has no value. iam-simulate lets them fail.',
    rewrite: (one) => inStatements(one, (statement) => inConditions(statement, /StringNot/, (value) => {
      const unresolved = [...value.matchAll(variables)]
        .some(([, key, fallback]) => fallback === undefined && typeof contextValue(one, key.trim()) !== 'string');
      return unresolved ? nothing : value;
    })),
  },
  {
    name: 'NotResource with a variable without a value',
    reason: 'Where no value at all would make it this resource, it is another; iam-simulate asks only the parts before the last.',
    rewrite: (one) => inStatements(one, (statement, { Version }) => {
      if (!('NotResource' in statement) || Version !== '2012-10-17') return false;
      return replace(statement, 'NotResource', (pattern) => {
        const unresolved = [...pattern.matchAll(variables)]
          .some(([, key, fallback]) => fallback === undefined && typeof contextValue(one, key.trim()) !== 'string');
        if (!unresolved) return pattern;
        const widest = pattern.replaceAll(variables, '*').split('*').map((text) => text.replaceAll(/[.$?(){}[\]\\^|+]/g, '\\$&'));
        return new RegExp(`^${widest.join('.*')}$`).test(one.request.resource) ? pattern : 'arn:aws:s3:::\u0001';
      });
    }),
  },
  {
    name: 'escapes mean their character in every text',
    reason: 'IAM: ${*}, ${?} and ${$} can stand wherever variables can; iam-simulate takes them for plain text in StringEquals and its like.',
    rewrite: (one) => inStatements(one, (statement) => (
      inConditions(statement, /StringEquals|StringNotEquals/, (value) => value.replaceAll(/\$\{([*?$])\}/g, '$1'))
    )),
  },
  {
    name: 'a * at the end of a part goes past the colon',
    reason: 'IAM documents it for Resource; iam-simulate adds missing parts at the end instead, and turns no such NotResource around.',
    rewrite: (one) => inStatements(one, (statement) => inResources(statement, (pattern) => {
      const parts = pattern.split(':');
      if (parts.length < 6 && parts.length > 1 && parts.at(-1) === '*') return [...parts, '*', '*', '*'].slice(0, 6).join(':');
      // arn:aws:sqs:*:queue, where an account would be a number, * or empty.
      const joined = parts[3] === '*' && parts.length > 4 && !/^(\d*|\*)$/.test(parts[4]);
      return joined ? [...parts.slice(0, 3), '*', ...parts.slice(3)].join(':') : pattern;
    })),
  },
  {
    name: 'a * in the request is a character',
    reason: 'An S3 key may hold one. iam-simulate takes the request for a question about many resources.',
    rewrite(one) {
      const { resource } = one.request;
      if (!resource.includes('*')) return false;
      one.request.resource = resource.replaceAll('*', '\u0002');
      inStatements(one, (statement) => inResources(statement, (pattern) => pattern.replaceAll('${*}', '\u0002')));
      return true;
    },
  },
  {
    name: 'dates in seconds',
    reason: 'IAM takes seconds since 1970; iam-simulate compares them with milliseconds.',
    rewrite: (one) => inStatements(one, (statement) => inConditions(statement, /Date/, (value) => (
      /^\d+$/.test(value) ? new Date(Number(value) * 1000).toISOString() : value
    ))),
  },
  {
    name: 'one address is a range of one',
    reason: 'iam-simulate lets NotIpAddress fail where the policy names one address and the request has one of the other family.',
    rewrite: (one) => inStatements(one, (statement) => inConditions(statement, /IpAddress/, (value) => {
      if (value.includes('/')) return value;
      return value.includes(':') ? `${value}/128` : `${value}/32`;
    })),
  },
  {
    name: 'an ARN has six parts',
    reason: 'What has fewer is no ARN, and a condition on it never holds. iam-simulate reads five parts as an ARN without a resource.',
    rewrite: (one) => inStatements(one, (statement) => inConditions(statement, /Arn/, (value) => (
      value.split(':').length === 5 ? 'no ARN' : value
    ))),
  },
  {
    name: '0.0.0.0/0 is every address',
    reason: 'iam-simulate shifts by 32 bits, which JavaScript takes for none.',
    rewrite: (one) => inStatements(one, (statement) => inConditions(statement, /IpAddress/, (value) => (
      value === '0.0.0.0/0' ? ['0.0.0.0/1', '128.0.0.0/1'] : value
    ))),
  },
];
