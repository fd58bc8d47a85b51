//! One style sheet out of many: `style/main.css` with all it imports, and the files that stand beside it.

use std::fs;
use std::path::Path;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};

use crate::house;
use crate::outcome::{OrSay, Outcome};

/// No target browsers are given on purpose: they would turn light-dark() and nesting into what nobody wrote.
pub fn bundle(release: bool) -> Outcome {
    let main = house::root().join("style/main.css");
    let files = FileProvider::new();
    let mut sheet =
        Bundler::new(&files, None, ParserOptions::default()).bundle(&main).or_say("The style has a mistake")?;
    if release {
        sheet.minify(MinifyOptions::default()).or_say("The style cannot be made smaller")?;
    }
    let css = sheet
        .to_css(PrinterOptions { minify: release, ..PrinterOptions::default() })
        .or_say("The style cannot be written")?;
    fs::write(house::pkg().join("warren.css"), css.code).or_say("warren.css could not be written")?;
    copy(&house::root().join("style/public"), &house::site())
}

/// Icons, fonts and the like: as they are.
fn copy(from: &Path, to: &Path) -> Outcome {
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    fs::create_dir_all(to).or_say(format!("{} could not be made", to.display()))?;
    for entry in entries.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).or_say(format!("{} could not be copied", entry.path().display()))?;
        }
    }
    Ok(())
}
