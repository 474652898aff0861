//! News for an open page: a stream where that works, a question every now and then where not,
//! never both, and nothing at all while nobody looks.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    EventSource, MessageEvent, Response,
    js_sys::{JSON, Reflect},
};

use super::page::{self, handler};

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
    Timer(i32),
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
    page::listen(&page::window(), "visibilitychange", move |_| {
        feed.close();
        feed.failures.set(0);
        feed.clone().start();
    });
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
        page::later(FIRST_EVENT, move || {
            if !alive.get() && feed.holds(&opened) {
                feed.give_up();
            }
        });
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
        let timer = page::every(self.source.every, move || feed.clone().ask());
        if let Some(timer) = timer {
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
            Open::Timer(timer) => page::window().clear_interval_with_handle(timer),
        }
    }

    fn holds(&self, other: &EventSource) -> bool {
        matches!(&*self.open.borrow(), Open::Stream(stream) if stream == other)
    }
}

/// A plain request: the answer, or nothing.
async fn answer(address: &str) -> Option<JsValue> {
    let answer = JsFuture::from(page::window().fetch_with_str(address)).await;
    let answer: Response = answer.ok()?.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.json().ok()?).await.ok()
}

fn hidden_tab() -> bool {
    page::document().visibility_state() == web_sys::VisibilityState::Hidden
}
