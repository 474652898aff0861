// Times in the browser's zone, for a page that the server made in another; the next page comes in this one, by a cookie.
// And "3 minutes ago" goes on while a page is open.
const page = document.documentElement.dataset;
const times = document.querySelectorAll('time[datetime]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const isUtc = /^(Etc\/)?UTC$/.test(zone);

const digits = (number, count = 2) => String(number).padStart(count, '0');
const day = (at) => `${digits(at.getFullYear(), 4)}-${digits(at.getMonth() + 1)}-${digits(at.getDate())}`;
const minute = (at) => `${day(at)} ${digits(at.getHours())}:${digits(at.getMinutes())}`;

/** The zone's distance from UTC at that time: `+01:00`. */
function offset(at) {
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}

/** As the server writes them: `app/src/zone.rs`. */
const shown = (at) => (isUtc ? `${minute(at)} UTC` : minute(at));
const exact = (at) => `${minute(at)}:${digits(at.getSeconds())} ${isUtc ? 'UTC' : `${zone}, UTC${offset(at)}`}`;

const relative = new Intl.RelativeTimeFormat(document.documentElement.lang);

/** As the server counts, and in its words: `app/src/portal/moment.rs`. It has no mark between thousands. */
function ago(seconds) {
  const [unit, length] = [['day', 86_400], ['hour', 3_600], ['minute', 60]].find(([, least]) => seconds >= least) ?? [];
  if (!unit) return page.justNow;
  const parts = relative.formatToParts(-Math.floor(seconds / length), unit);
  return parts.map(({ type, value }) => (type === 'group' ? '' : value)).join('');
}

if (zone && page.zoneBy !== 'reader' && zone !== page.zone) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `roleport-zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  for (const time of times) {
    const at = new Date(time.dateTime);
    time.title = exact(at);
    if (time.className !== 'ago') time.textContent = shown(at);
  }
  for (const name of document.querySelectorAll('.zone')) name.textContent = zone;
}

// By the server's clock when the page was made, and what has passed since: this computer's may be wrong.
const [made, opened] = [Date.parse(page.made), Date.now()];
setInterval(() => {
  for (const time of times) {
    if (time.className === 'ago') time.textContent = ago((made + Date.now() - opened - Date.parse(time.dateTime)) / 1000);
  }
}, 30_000);
