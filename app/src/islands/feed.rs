//! News for an open page: a stream where that works, a question every now and then where not,
//! never both, and nothing at all while nobody looks.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{
    leptos_dom::helpers::IntervalHandle,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast as _, JsValue, closure::Closure},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EventSource, MessageEvent, Response,
    js_sys::{Function, JSON, Reflect},
};

/// The first event comes at once; one that does not is held back on its way.
const FIRST_EVENT: Duration = Duration::from_secs(5);
/// Attempts to come back before the page asks by a timer instead.
const ATTEMPTS: u32 = 3;

/// Where the news comes from.
pub(super) struct Source {
    /// Address of the stream; none when streams are switched off.
    pub(super) stream: Option<String>,
    /// Address of the answer for one question.
    pub(super) question: String,
    /// How often it is asked.
    pub(super) every: Duration,
    /// The number of each answer that counts.
    pub(super) field: &'static str,
}

enum Open {
    Nothing,
    Stream(EventSource),
    Timer(IntervalHandle),
}

struct Feed<News> {
    source: Source,
    /// Takes the number; says whether there is anything left to wait for.
    news: News,
    open: RefCell<Open>,
    failures: Cell<u32>,
    ended: Cell<bool>,
}

/// Tells `news` each number that comes, until it says that it was the last.
pub(super) fn follow<News: Fn(i32) -> bool + 'static>(source: Source, news: News) {
    let feed = Rc::new(Feed {
        source,
        news,
        open: RefCell::new(Open::Nothing),
        failures: Cell::new(0),
        ended: Cell::new(false),
    });
    feed.clone().start();
    // A tab in the background holds no connection; back in front, it hears what it has missed.
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        feed.close();
        feed.failures.set(0);
        feed.clone().start();
    });
    // For as long as the page is there.
    std::mem::forget(listener);
}

impl<News: Fn(i32) -> bool + 'static> Feed<News> {
    fn start(self: Rc<Self>) {
        if self.ended.get() || hidden_tab() {
            return;
        }
        let stream = self.source.stream.as_deref().map(EventSource::new);
        if let Some(Ok(stream)) = stream {
            self.listen(stream);
        } else {
            self.ask_by_timer();
        }
    }

    fn listen(self: Rc<Self>, stream: EventSource) {
        let feed = self.clone();
        let alive = Rc::new(Cell::new(false));
        let heard = alive.clone();
        stream.set_onmessage(Some(&handler(move |event| {
            heard.set(true);
            feed.failures.set(0);
            let data = event.unchecked_ref::<MessageEvent>().data();
            if let Some(text) = data.as_string()
                && let Ok(answer) = JSON::parse(&text)
            {
                feed.take(&answer);
            }
        })));
        let feed = self.clone();
        stream.set_onerror(Some(&handler(move |_| feed.clone().failed())));
        let (feed, opened) = (self.clone(), stream.clone());
        set_timeout(
            move || {
                if !alive.get() && feed.holds(&opened) {
                    feed.give_up();
                }
            },
            FIRST_EVENT,
        );
        *self.open.borrow_mut() = Open::Stream(stream);
    }

    /// The browser comes back by itself unless it was refused.
    fn failed(self: Rc<Self>) {
        self.failures.set(self.failures.get() + 1);
        let refused = match &*self.open.borrow() {
            Open::Stream(stream) => stream.ready_state() == EventSource::CLOSED,
            _ => return,
        };
        if refused || self.failures.get() >= ATTEMPTS {
            self.give_up();
        }
    }

    fn give_up(self: Rc<Self>) {
        self.close();
        self.ask_by_timer();
    }

    fn ask_by_timer(self: Rc<Self>) {
        let feed = self.clone();
        let timer = set_interval_with_handle(move || feed.clone().ask(), self.source.every);
        if let Ok(timer) = timer {
            *self.open.borrow_mut() = Open::Timer(timer);
        }
    }

    fn ask(self: Rc<Self>) {
        spawn_local(async move {
            // A failed answer is no news: the next one may come through.
            if let Some(answer) = answer(&self.source.question).await {
                self.take(&answer);
            }
        });
    }

    fn take(&self, answer: &JsValue) {
        let number = Reflect::get(answer, &self.source.field.into()).ok();
        let Some(number) = number.and_then(|number| number.as_f64()) else {
            return;
        };
        // Exact: the server counts in 32 bits.
        #[allow(clippy::cast_possible_truncation)]
        if !self.ended.get() && !(self.news)(number as i32) {
            self.ended.set(true);
            self.close();
        }
    }

    fn close(&self) {
        match self.open.replace(Open::Nothing) {
            Open::Nothing => {}
            Open::Stream(stream) => stream.close(),
            Open::Timer(timer) => timer.clear(),
        }
    }

    fn holds(&self, other: &EventSource) -> bool {
        matches!(&*self.open.borrow(), Open::Stream(stream) if stream == other)
    }
}

/// A function that the browser may keep, and drops with what it belongs to.
fn handler(run: impl FnMut(JsValue) + 'static) -> Function {
    Closure::<dyn FnMut(JsValue)>::new(run)
        .into_js_value()
        .unchecked_into()
}

/// A plain request in place of a server function: their client is a tenth of what the browser
/// would load.
async fn answer(address: &str) -> Option<JsValue> {
    let answer = JsFuture::from(window().fetch_with_str(address)).await;
    let answer: Response = answer.ok()?.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.json().ok()?).await.ok()
}

fn hidden_tab() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Hidden
}
