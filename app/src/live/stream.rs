//! The one event stream of this tab.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use super::{Connection, Live, Topic};

/// The first pause after a refusal; each further one is twice as long, up to a minute.
const PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Opens the stream, and another one whenever the Company in the address changes.
pub fn follow(live: Live, company: Memo<Option<String>>) {
    let current = StoredValue::new_local(None::<EventSource>);
    // Raised to have the stream opened again after it was refused.
    let attempt = RwSignal::new(0u32);
    Effect::new(move |_| {
        attempt.track();
        let company = company.get();
        if let Some(old) = current.try_update_value(Option::take).flatten() {
            old.close();
        }
        let tries = attempt.get_untracked();
        current.set_value(open(live, company, move |worked| {
            if worked {
                attempt.update_untracked(|attempt| *attempt = 0);
            } else {
                let pause = PAUSE.saturating_mul(1 << tries.min(5)).min(LONGEST_PAUSE);
                set_timeout(move || attempt.update(|attempt| *attempt += 1), pause);
            }
        }));
    });
    Effect::watch(move || company.get(), move |_, _, _| live.ended.set(false), false);
}

/// Opens one stream. `report` hears whether it stands, or was refused for good.
fn open(live: Live, company: Option<String>, report: impl Fn(bool) + Copy + 'static) -> Option<EventSource> {
    let url = company.map_or_else(|| "/live".to_owned(), |slug| format!("/live?company={slug}"));
    live.connection.set(Connection::Connecting);
    let source = EventSource::new(&url).ok()?;

    listen(&source, "open", move |_| {
        // While the stream was away anything may have changed. At the very first opening the page is fresh.
        if live.connection.get_untracked() == Connection::Off {
            live.touch_all();
        }
        live.connection.set(Connection::On);
        report(true);
    });
    listen(&source, "changed", move |event| {
        if let Some(topic) = event.data().as_string().and_then(|word| Topic::read(&word)) {
            live.touch(topic);
        }
    });
    listen(&source, "ended", {
        let source = source.clone();
        move |_| {
            source.close();
            live.connection.set(Connection::Off);
            live.ended.set(true);
            live.announce("Your access has ended.");
            // Tells whether only this Company is closed to me, or the session is over.
            live.touch(Topic::Person);
        }
    });
    listen(&source, "error", {
        let source = source.clone();
        move |_| {
            live.connection.set(Connection::Off);
            // The browser tries again by itself, unless the server refused.
            if source.ready_state() == EventSource::CLOSED && !live.ended.get_untracked() {
                live.touch(Topic::Person);
                report(false);
            }
        }
    });
    Some(source)
}

fn listen(source: &EventSource, kind: &str, then: impl Fn(MessageEvent) + 'static) {
    let closure = Closure::<dyn Fn(MessageEvent)>::new(then);
    // A stream that cannot be listened to is as good as none; the page works without.
    let _ = source.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
    // The listener lives as long as its stream.
    closure.forget();
}
