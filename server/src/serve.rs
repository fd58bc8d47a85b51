//! `warren serve`: opens the house, opens the doors, and closes them in order.

use std::{io::Write, sync::Arc};

use teamwork::acts::{Chance, Clock, OpenError, PasswordCost, Settings, SystemClock, Warren};
use thiserror::Error;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, ConfigError},
    gate::{self, GateError},
    hosting::{Publisher, StaticHost},
    http::{self, House, doors},
    jobs, key,
    names::Resolver,
    payments::Provider,
    seed, trace,
    webhooks::{Courier, Sender},
};

/// Why the server does not run. Each says what to do.
#[derive(Debug, Error)]
pub enum ServeError {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Key(#[from] key::KeyError),
    #[error("{0}")]
    Open(#[from] OpenError),
    #[error("{addr} cannot be listened on ({source}). Stop what runs there, or choose another WARREN_ADDR.")]
    Listen { addr: std::net::SocketAddr, source: std::io::Error },
    #[error("{0}")]
    Gate(#[from] GateError),
    #[error("WARREN_SMTP_URL: TLS cannot be prepared ({0}).")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("WARREN_STRIPE_API: TLS cannot be prepared ({0}).")]
    Payments(#[from] reqwest::Error),
    #[error("TLS cannot be prepared for webhooks ({0}).")]
    Webhooks(reqwest::Error),
    #[error("The table of doors has gaps, so the server does not start:\n{}", .0.join("\n"))]
    Doors(Vec<String>),
    #[error("The house could not be opened. {0}")]
    Opening(#[from] teamwork::rules::problem::Problem),
    #[error("The demo could not be filled. {0}")]
    Past(#[from] seed::PastError),
    #[error("Signals of the operating system cannot be heard ({0}).")]
    Signals(std::io::Error),
}

/// Opens the house that the settings describe.
///
/// # Errors
/// When there is no key or no database.
pub async fn open(config: &Config) -> Result<Arc<Warren>, ServeError> {
    let warren = Warren::open(settings(config)?, Arc::new(SystemClock), Chance::from_os()).await?;
    warren.ask_names(config.apps_domain.clone(), Arc::new(Resolver));
    warren.open_sites(Arc::new(StaticHost::new(&config.data_dir)));
    Ok(warren)
}

/// Opens the house to look at it: its schema stays as it is.
///
/// # Errors
/// When the directory, the key or the database is not to be had.
pub async fn open_as_it_is(config: &Config) -> Result<Arc<Warren>, ServeError> {
    Ok(Warren::open_as_it_is(settings(config)?, Arc::new(SystemClock), Chance::from_os()).await?)
}

fn settings(config: &Config) -> Result<Settings, ServeError> {
    let secret = match config.secret {
        Some(secret) => {
            key::make_directory(&config.data_dir)?;
            secret
        }
        None => key::of_the_house(&config.data_dir)?,
    };
    Ok(Settings {
        database_url: config.database_url.clone(),
        base_url: config.base_url.clone(),
        secret,
        invitation_life: config.invitation_life,
        private_webhooks: config.private_webhooks,
        time_zone: config.time_zone.clone(),
        password_cost: PasswordCost::PRODUCTION,
        demo: config.demo,
    })
}

/// Serves until a signal says stop.
///
/// # Errors
/// When something the server needs is not there.
pub async fn serve(config: Config) -> Result<(), ServeError> {
    trace::begin(&config)?;
    let gaps = doors::gaps();
    if !gaps.is_empty() {
        return Err(ServeError::Doors(gaps));
    }
    for door in doors::leftovers() {
        tracing::warn!(door, "this door is in the table but does not exist");
    }
    // The port first: a second server by mistake must not touch the database of the first.
    let listener =
        TcpListener::bind(config.addr).await.map_err(|source| ServeError::Listen { addr: config.addr, source })?;
    let is_new = config.demo && seed::live_the_past(settings(&config)?, SystemClock.now()).await?;
    let warren = open(&config).await?;
    // Before anybody can push: what was being published when the server was closed will not be any more.
    warren.give_up_releases().await?;
    let stop = CancellationToken::new();
    let provider = Provider::open(&warren, &config)?;
    let publisher = Publisher::new(&warren, config.data_dir.clone());
    let gate = gate::open(&warren, &config, Arc::new(publisher), &stop).await?;
    let sender = Sender::new(Arc::new(Resolver), config.private_webhooks).map_err(ServeError::Webhooks)?;
    let courier = Courier::new(&warren, sender, &stop);
    let jobs = jobs::begin(&warren, &config, &courier, &stop)?;
    if is_new {
        seed::plant(&warren).await?;
        tracing::info!("the demo has been filled with people");
        seed::publish_the_shop(&warren, &config.data_dir).await;
    }
    let house = House::new(warren.clone(), config.clone(), provider, stop.clone());
    stop_on_signal(stop.clone()).map_err(ServeError::Signals)?;
    greet(&config, &warren).await;
    tracing::info!(addr = %config.addr, base_url = config.base_url, "Warren is open");
    http::listen::listen(listener, http::router(&house), stop).await;
    gate.wait().await;
    jobs.wait().await;
    warren.close().await;
    tracing::info!("Warren is closed");
    Ok(())
}

fn stop_on_signal(stop: CancellationToken) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: no new connections, what is under way comes to its end");
        stop.cancel();
        // Whoever asks a second time does not want to wait.
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        std::process::exit(130);
    });
    Ok(())
}

/// What a person at the terminal wants to know; where the output goes matters to nobody else.
async fn greet(config: &Config, warren: &Warren) {
    let text = if config.demo {
        seed::welcome(&config.base_url, config.smtp.is_some(), warren).await
    } else {
        format!("Warren is open at {}\n", config.base_url)
    };
    let _ = std::io::stdout().write_all(text.as_bytes());
}
