//! The command line: one act a command. What the operator does on the pages is done here by the house itself.

mod companies;
mod invoices;
mod newsletters;
mod outbox;
mod plans;
mod recovery;
mod settings;
mod webhooks;

use std::{
    io::{self, BufRead, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use teamwork::{
    acts::{Chance, Head, Operator, Tampered, Warren},
    rules::{
        problem::{Field, Problem},
        text::{Email, Password, PersonName},
    },
};

use crate::{
    config::{self, Config},
    http::doors,
    payments::Provider,
    serve::{self, ServeError},
};

#[derive(Parser)]
#[command(name = "warren", version, about = "Teams, roles and clients around your Apps", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the dashboard until SIGTERM or Ctrl-C
    Serve {
        /// Fill an empty database with people to play with, and show all mails in the browser
        #[arg(long)]
        demo: bool,
    },
    /// What git calls while somebody pushes
    #[command(hide = true)]
    Hook {
        /// Which one it is
        name: String,
    },
    /// Bring the database to the newest schema
    Migrate,
    /// List every way in, with what it needs
    Routes {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Check that the data in the database holds together
    Fsck {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Recompute every seal of the log, and find what was changed past the program
    VerifyLog {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// A file with the ends of the chains, written down before: each has to be in its chain still
        #[arg(long)]
        heads: Option<PathBuf>,
        /// Where to write the ends of the chains down. Keep the file on another machine
        #[arg(long)]
        write_heads: Option<PathBuf>,
    },
    /// Look after the operators of this server
    #[command(subcommand)]
    Admin(Admin),
    /// How long things last, and what this house is called
    #[command(subcommand)]
    Settings(settings::Settings),
    /// The price list
    #[command(subcommand)]
    Plans(plans::Plans),
    /// Pause a Company with all its Apps; its Owners and Admins get a mail
    SuspendCompany {
        /// The name of the Company in addresses
        company: String,
        /// Why; the people of the Company read it
        #[arg(long)]
        reason: String,
    },
    /// Let a suspended Company run again
    ResumeCompany {
        /// The name of the Company in addresses
        company: String,
        /// Why; the people of the Company read it
        #[arg(long)]
        reason: String,
    },
    /// Pause one App; its Owners and Admins get a mail
    SuspendApp {
        /// The name of the App
        app: String,
        /// Why; the people of the App read it
        #[arg(long)]
        reason: String,
    },
    /// Let a suspended App run again
    ResumeApp {
        /// The name of the App
        app: String,
        /// Why; the people of the App read it
        #[arg(long)]
        reason: String,
    },
    /// Delete one App for good, for non-payment; its Owners and Admins and the addresses for invoices get a mail
    DeleteApp {
        /// The name of the App
        app: String,
        /// Why; the people of the App read it
        #[arg(long)]
        reason: String,
    },
    /// Give a running trial more days
    ExtendTrial {
        /// The name of the App
        app: String,
        /// 1 to 90
        #[arg(long)]
        days: u32,
    },
    /// Give a Company a new Owner when its own is gone
    #[command(subcommand)]
    Recovery(recovery::Recovery),
    /// Open invoices, and what came in for them
    #[command(subcommand)]
    Invoices(invoices::Invoices),
    /// Newsletters: written, looked at, sent to who has asked for them
    #[command(subcommand)]
    Newsletter(newsletters::Newsletters),
    /// Signed webhooks: other platforms are told what happens to Apps and to access to them
    #[command(subcommand)]
    Webhook(webhooks::Webhooks),
    /// Mails that wait, were given up, or went
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// Print every setting with its default, as a TOML file
    Config,
}

#[derive(Subcommand)]
enum Admin {
    /// Make an operator. The password is read from standard input; at a terminal one is made up and printed
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        first_name: String,
        #[arg(long, default_value = "")]
        last_name: String,
    },
    /// Turn off the second factor of somebody who has lost it, recovery codes included
    ResetSecondFactor {
        #[arg(long)]
        email: String,
    },
}

/// Runs the command that the arguments name.
pub async fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve { demo } => serve(demo).await,
        Command::Hook { name } => Ok(crate::git::hook::run(&name)),
        Command::Migrate => migrate().await,
        Command::Routes { json } => routes(json),
        Command::Fsck { json } => fsck(json).await,
        Command::VerifyLog { json, heads, write_heads } => verify_log(json, heads, write_heads).await,
        Command::Admin(Admin::Create { email, first_name, last_name }) => create(&email, &first_name, &last_name).await,
        Command::Settings(command) => settings::run(command).await,
        Command::Plans(command) => plans::run(command).await,
        Command::SuspendCompany { company, reason } => companies::suspend(&company, &reason).await,
        Command::ResumeCompany { company, reason } => companies::resume(&company, &reason).await,
        Command::SuspendApp { app, reason } => companies::suspend_app(&app, &reason).await,
        Command::ResumeApp { app, reason } => companies::resume_app(&app, &reason).await,
        Command::DeleteApp { app, reason } => companies::delete_app(&app, &reason).await,
        Command::ExtendTrial { app, days } => companies::extend_trial(&app, days).await,
        Command::Recovery(command) => recovery::run(command).await,
        Command::Invoices(command) => invoices::run(command).await,
        Command::Newsletter(command) => newsletters::run(command).await,
        Command::Webhook(command) => webhooks::run(command).await,
        Command::Outbox(command) => outbox::run(command).await,
        Command::Admin(Admin::ResetSecondFactor { email }) => reset_second_factor(&email).await,
        Command::Config => say(&config::as_toml()),
    };
    done.unwrap_or_else(|trouble| {
        eprintln!("{trouble}");
        ExitCode::FAILURE
    })
}

/// What went wrong, as a sentence for the terminal.
type Done = Result<ExitCode, String>;

fn sentence(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn say(text: &str) -> Done {
    io::stdout().write_all(text.as_bytes()).map_err(sentence)?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(demo: bool) -> Done {
    let config = Config::load(demo).map_err(sentence)?;
    serve::serve(config).await.map_err(sentence)?;
    Ok(ExitCode::SUCCESS)
}

async fn migrate() -> Done {
    let config = Config::load(false).map_err(sentence)?;
    crate::key::make_directory(&config.data_dir).map_err(sentence)?;
    Warren::migrate(&config.database_url).await.map_err(sentence)?;
    say("The database has the newest schema.\n")
}

fn routes(json: bool) -> Done {
    let rows = doors::table(true);
    if json {
        return say(&(serde_json::to_string_pretty(&rows).map_err(sentence)? + "\n"));
    }
    let lines: Vec<_> = rows
        .iter()
        .map(|row| format!("{:<5}{:<44}{:<8}{}\n", row.method, row.path, row.door, row.permission))
        .collect();
    say(&lines.concat())
}

async fn fsck(json: bool) -> Done {
    let warren = serve::open_as_it_is(&Config::load(false).map_err(sentence)?).await.map_err(sentence)?;
    let findings = warren.fsck().await.map_err(sentence)?;
    if json {
        say(&(serde_json::to_string_pretty(&findings).map_err(sentence)? + "\n"))?;
    } else if findings.is_empty() {
        say("Everything holds together.\n")?;
    } else {
        let lines: Vec<_> =
            findings.iter().map(|finding| format!("{}: {}\n", finding.invariant, finding.sentence)).collect();
        say(&lines.concat())?;
    }
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn verify_log(json: bool, heads: Option<PathBuf>, write_heads: Option<PathBuf>) -> Done {
    let known: Vec<Head> = match heads {
        Some(path) => serde_json::from_slice(&std::fs::read(path).map_err(sentence)?).map_err(sentence)?,
        None => Vec::new(),
    };
    let warren = serve::open_as_it_is(&Config::load(false).map_err(sentence)?).await.map_err(sentence)?;
    let report = warren.verify_log(&known).await.map_err(sentence)?;
    let is_whole = report.tampered.is_empty();
    if json {
        say(&(serde_json::to_string_pretty(&report).map_err(sentence)? + "\n"))?;
    } else {
        let flaw = |flaw: &Tampered| format!("chain {} entry {}: {}\n", flaw.chain, flaw.seq, flaw.sentence);
        let flaws: String = report.tampered.iter().map(flaw).collect();
        let verdict = if is_whole { "Every seal fits." } else { "The log was changed past the program." };
        say(&format!("{flaws}{} entries in {} chains. {verdict}\n", report.entries, report.chains))?;
    }
    // The ends of a broken chain prove nothing.
    if let Some(path) = write_heads.filter(|_| is_whole) {
        std::fs::write(path, serde_json::to_vec_pretty(&report.heads).map_err(sentence)?).map_err(sentence)?;
    }
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn create(email: &str, first_name: &str, last_name: &str) -> Done {
    let flawed = |flaws: Vec<teamwork::rules::problem::Flaw>| {
        flaws.iter().map(|flaw| format!("{}: {}", flaw.field.name(), flaw.why)).collect::<Vec<_>>().join("\n")
    };
    let name = PersonName::parse(first_name, last_name).map_err(flawed)?;
    let address = Email::parse(Field::Email, email).map_err(|flaw| flawed(vec![flaw]))?;
    let (text, made_up) = password()?;
    let password = Password::parse(Field::Password, &text, email).map_err(|flaw| flawed(vec![flaw]))?;
    open().await?.create_operator(name, address, password).await.map_err(sentence_of)?;
    say(&match made_up {
        true => format!("The operator {email} can sign in with this password, shown only now:\n{text}\n"),
        false => format!("The operator {email} can sign in.\n"),
    })
}

async fn reset_second_factor(email: &str) -> Done {
    let address = Email::parse(Field::Email, email).map_err(|flaw| flaw.why.to_string())?;
    open().await?.reset_second_factor(&address).await.map_err(sentence_of)?;
    say(&format!("{email} signs in with the password alone now, and was told.\n"))
}

/// Never an argument: those stand in the list of processes and in the history of the shell.
fn password() -> Result<(String, bool), String> {
    if io::stdin().is_terminal() {
        return Ok((Chance::from_os().bytes::<12>().iter().map(|byte| format!("{byte:02x}")).collect(), true));
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(sentence)?;
    Ok((line.trim_end_matches(['\r', '\n']).to_owned(), false))
}

async fn open() -> Result<Arc<Warren>, String> {
    opened().await.map(|(warren, _)| warren)
}

async fn opened() -> Result<(Arc<Warren>, Config), String> {
    let config = Config::load(false).map_err(sentence)?;
    let warren = serve::open(&config).await.map_err(|error: ServeError| error.to_string())?;
    Ok((warren, config))
}

/// The house as its own operator. It knows whether cards are taken; what it writes down for them the server sends.
async fn operator() -> Result<Operator, String> {
    let (warren, config) = opened().await?;
    Provider::open(&warren, &config).map_err(sentence)?;
    Ok(Operator::of_the_house(&warren))
}

/// A list, for people or for programs.
fn list<T: serde::Serialize>(rows: &[T], json: bool, line: impl Fn(&T) -> String) -> Done {
    if json {
        return say(&(serde_json::to_string_pretty(rows).map_err(sentence)? + "\n"));
    }
    say(&rows.iter().map(|row| line(row) + "\n").collect::<String>())
}

fn sentence_of(problem: Problem) -> String {
    match problem {
        Problem::Invalid(flaws) => {
            flaws.iter().map(|flaw| format!("{}: {}", flaw.field.name(), flaw.why)).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}
