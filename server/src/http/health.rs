//! Whether this server lives, and whether it can work: for the machine that watches it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{House, answer};

/// `GET /healthz`: the process answers. The header tells one start from the next.
pub async fn alive(State(house): State<House>) -> Response {
    ([("x-warren-boot", house.boot.to_string()), ("cache-control", "no-store".to_owned())], "ok\n").into_response()
}

/// `GET /readyz`: the database answers and the server is not about to stop.
pub async fn ready(State(house): State<House>) -> Response {
    if !house.stop.is_cancelled() && house.warren.ready().await {
        return answer::plain(StatusCode::OK, "ready");
    }
    answer::plain(StatusCode::SERVICE_UNAVAILABLE, "not ready")
}
