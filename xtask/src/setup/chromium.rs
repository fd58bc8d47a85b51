//! A Chromium that starts.

use std::env;

use super::{node, packages};
use crate::command::{ask, program, run};
use crate::outcome::{OrSay, Outcome};

/// Where a browser may be, the one somebody asked for first.
const PLACES: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser", "/opt/google/chrome/chrome"];

/// Packages to install for Chromium; none where only Playwright can help.
pub fn missing() -> Vec<&'static str> {
    if installed().is_some() || env::var_os("WARREN_CHROMIUM").is_some() {
        Vec::new()
    } else if packages::available() && packages::has_the_real("chromium") {
        // Chromium alone has no letters to draw.
        vec!["chromium", "fonts-liberation"]
    } else {
        Vec::new()
    }
}

/// The browser for the tests.
pub fn chromium() -> Outcome<String> {
    if let Ok(wanted) = env::var("WARREN_CHROMIUM") {
        return if starts(&wanted) {
            Ok(wanted)
        } else {
            Err(format!("WARREN_CHROMIUM is {wanted}, which does not start. Name the file of a Chromium or Chrome.")
                .into())
        };
    }
    installed().or_else(of_playwright).map_or_else(fetch, Ok)
}

fn installed() -> Option<String> {
    PLACES.into_iter().map(str::to_owned).find(|place| starts(place))
}

/// Ubuntu leaves a script in this place that only names the snap store, hence a real start.
fn starts(place: &str) -> bool {
    ask(program(place).arg("--version")).is_some()
}

/// The browser that Playwright has fetched before.
fn of_playwright() -> Option<String> {
    ask(node::npm("node").args([
        "--input-type=module",
        "-e",
        "import { chromium } from '@playwright/test'; console.log(chromium.executablePath())",
    ]))
    .filter(|place| starts(place))
}

fn fetch() -> Outcome<String> {
    println!("There is no Chromium here; fetching Playwright's own …");
    let advice =
        "Chromium could not be fetched. Install Chromium or Chrome, set WARREN_CHROMIUM to its file, and start again";
    run(node::npm("npx").env_remove("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD").args([
        "playwright",
        "install",
        "--with-deps",
        "chromium",
    ]))
    .or_say(advice)?;
    of_playwright().ok_or_else(|| format!("{advice}.").into())
}
