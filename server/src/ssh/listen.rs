//! The listener: one task a connection, patience bounded, and an end in order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    time::{Instant, interval, sleep, timeout},
};
use tokio_util::task::TaskTracker;

use super::{SshDoor, seats::Seat, visit::Visit, wire::Wire};

/// How long somebody may take to prove a key.
const TO_PROVE: Duration = Duration::from_secs(20);
/// How long somebody may be here without a command that runs.
const IDLE: Duration = Duration::from_secs(60);
/// How long commands under way may take after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Lets people in until told to stop; then lets what is under way come to its end.
pub async fn listen(listener: TcpListener, door: SshDoor) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = door.0.stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Some(seat) = door.0.seats.take(peer.ip()) {
                    connections.spawn(serve(stream, peer, door.clone(), Arc::new(seat)));
                }
            }
            Err(error) => {
                tracing::error!(%error, "no connection of SSH could be accepted; trying again in a second");
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
    drop(listener);
    door.0.commands.close();
    if timeout(DRAIN, door.0.commands.wait()).await.is_err() {
        tracing::warn!(left = door.0.commands.len(), "some commands of git did not come to an end in time");
    }
    door.0.cut.cancel();
    connections.close();
    let _ = timeout(Duration::from_secs(2), connections.wait()).await;
}

async fn serve(stream: TcpStream, peer: SocketAddr, door: SshDoor, seat: Arc<Seat>) {
    let wire = Wire::new(stream, seat.cut.clone());
    let visit = Visit::new(door.clone(), seat.clone(), peer.ip());
    let config = door.0.config.clone();
    let session = async {
        let running = russh::server::run_stream(config, wire, visit).await?;
        running.await
    };
    tokio::pin!(session);
    let ended = tokio::select! {
        ended = &mut session => ended,
        () = outstayed(&door, &seat) => {
            // The session sees its wire cut, and ends.
            seat.cut.cancel();
            session.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection of SSH broke off");
    }
}

/// Waits until somebody has been here for too long without doing anything.
async fn outstayed(door: &SshDoor, seat: &Seat) {
    let mut ticks = interval(Duration::from_secs(1));
    let (began, mut busy) = (Instant::now(), Instant::now());
    loop {
        tokio::select! {
            () = seat.cut.cancelled() => return,
            () = door.0.cut.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if seat.running() > 0 {
            busy = Instant::now();
        }
        let is_late = if seat.is_known() { busy.elapsed() > IDLE } else { began.elapsed() > TO_PROVE };
        if is_late || (door.0.stop.is_cancelled() && seat.running() == 0) {
            return;
        }
    }
}
