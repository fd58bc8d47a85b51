//! A host that keeps nothing: releases whose files are nowhere, for doors that only tell of them.

use std::{path::Path, sync::Arc};

use teamwork::{
    acts::{Guest, Push, Pusher, Warren},
    ports::{Host, Pending, Publication, Silence, Teller},
    rules::{
        id::{AppId, UserId},
        log::Door,
        release::{Bulk, ReleaseFlaw},
    },
};

struct Shelf;

impl Host for Shelf {
    fn publish<'a>(&'a self, _: Publication<'a>, _: Teller<'a>) -> Pending<'a, Result<Bulk, ReleaseFlaw>> {
        Box::pin(std::future::ready(Ok(Bulk { files: 2, bytes: 3_000, hidden: 0, has_index: true })))
    }

    fn switch(&self, _: AppId, _: i64) -> Pending<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    fn remove(&self, _: AppId, _: i64) -> Pending<'_, Result<(), Silence>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Publishes so many releases of an App, the last of which is live.
pub async fn publish(warren: &Arc<Warren>, app: AppId, by: UserId, count: u8) {
    warren.open_sites(Arc::new(Shelf));
    for number in 0..count {
        let guest = Guest::new(warren, Door::Job, "192.0.2.7", "", warren.request());
        let (commit, by) = (format!("{number:040x}"), Pusher { user: Some(by), role: None, key_name: None });
        let push = Push { app, branch: "main", commit: &commit, repository: Path::new("/nowhere"), by: &by };
        guest.deploy(push, &|_| {}).await.unwrap();
    }
}
