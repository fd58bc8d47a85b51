//! The stream by which a browser hears what changed: ids of nothing, only which part of the page to fetch again.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use teamwork::{
    acts::{Live, Visitor, Watch},
    rules::{id::SessionId, problem::Problem},
};
use tokio_util::sync::CancellationToken;

use super::{House, answer};

/// How many streams one session may hold: one per tab, and nobody has that many.
const STREAMS: u32 = 20;
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How soon a browser comes back after a restart.
const RETRY: Duration = Duration::from_secs(2);

/// Which stream: a Company's, or without one the person's own.
#[derive(Deserialize)]
pub struct Which {
    company: Option<String>,
}

/// `GET /live?company={slug}`.
pub async fn live(
    State(house): State<House>,
    Extension(visitor): Extension<Visitor>,
    Query(which): Query<Which>,
) -> Response {
    match open(&house, &visitor, which.company.as_deref()).await {
        Ok((watch, seat)) => {
            let events = stream::once(async { Ok(Event::default().retry(RETRY).comment("open")) }).chain(events(
                watch,
                seat,
                house.stop.clone(),
            ));
            let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // nginx would hold events back until its buffer is full.
            response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
            response
        }
        Err(Closed::Problem(problem)) => answer::problem(&problem, false),
        Err(Closed::TooMany) => {
            answer::plain(StatusCode::TOO_MANY_REQUESTS, "Too many pages are open. Close some of them.")
        }
    }
}

enum Closed {
    Problem(Problem),
    TooMany,
}

async fn open(house: &House, visitor: &Visitor, company: Option<&str>) -> Result<(Watch, Seat), Closed> {
    let actor = visitor.person().map_err(Closed::Problem)?;
    let seat = house.streams.take(actor.session().map_err(Closed::Problem)?).ok_or(Closed::TooMany)?;
    let watch = actor.watch(company).await.map_err(Closed::Problem)?;
    Ok((watch, seat))
}

/// Ends with the right, with the session, or with the server.
fn events(watch: Watch, seat: Seat, stop: CancellationToken) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    stream::unfold(Some((watch, seat, stop)), async |state| {
        let (mut watch, seat, stop) = state?;
        let live = tokio::select! {
            () = stop.cancelled() => return None,
            live = watch.next() => live,
        };
        match live {
            Live::Changed(topic) => {
                let word = serde_json::to_value(topic).ok().and_then(|value| value.as_str().map(str::to_owned));
                Some((Ok(Event::default().event("changed").data(word.unwrap_or_default())), Some((watch, seat, stop))))
            }
            // Without data a browser drops the event.
            Live::Ended => Some((Ok(Event::default().event("ended").data("over")), None)),
        }
    })
}

/// Counts the streams of each session.
#[derive(Clone, Default)]
pub struct Streams(Arc<Mutex<HashMap<SessionId, u32>>>);

/// The place of one stream; free again when it is dropped.
struct Seat {
    streams: Streams,
    session: SessionId,
}

impl Streams {
    fn take(&self, session: SessionId) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(session).or_default();
        if *count >= STREAMS {
            return None;
        }
        *count += 1;
        Some(Seat { streams: self.clone(), session })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use teamwork::rules::moment::Moment;

    use super::*;

    #[test]
    fn a_seat_is_free_again_when_its_stream_ends() {
        let streams = Streams::default();
        let session = SessionId::new(Moment::from_millis(0), [0; 10]);
        let mut seats: Vec<_> = (0..STREAMS).map(|_| streams.take(session)).collect();
        assert!(seats.iter().all(Option::is_some) && streams.take(session).is_none());
        seats.pop();
        assert!(streams.take(session).is_some());
        seats.clear();
        assert!(streams.0.lock().unwrap().is_empty());
    }
}
