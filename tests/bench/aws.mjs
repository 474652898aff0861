// How often and for how long the portal has asked AWS, by its own metrics.

const { METRICS_URL: metrics } = process.env;

/** Calls since the portal started, and the seconds that they took. */
export async function calls() {
  const text = await (await fetch(metrics)).text();
  const sum = (name) => [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+-]+)$`, 'gm'))].reduce((all, [, value]) => all + Number(value), 0);
  return { number: sum('roleport_aws_calls_total'), seconds: sum('roleport_aws_call_duration_seconds_sum') };
}
