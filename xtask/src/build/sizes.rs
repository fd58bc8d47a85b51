//! What a browser has to fetch, compressed once and for all, and the budget for it.

use std::fs;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;

use crate::house;
use crate::outcome::{OrSay, Outcome};

/// Bytes after brotli that the files may have that every lively page brings.
const BUDGET: [(&str, usize); 2] = [("warren_bg.wasm", 300_000), ("warren.css", 25_000)];

/// Bytes after brotli that any other part of the browser's program may have.
const PART: usize = 60_000;

/// Writes a `.br` beside each file of the site that is worth it, prints the sizes and minds the budget.
pub fn compress_and_weigh() -> Outcome {
    println!("{:<18} {:>10} {:>10}", "", "bytes", "brotli");
    let mut files: Vec<_> = fs::read_dir(house::pkg())
        .or_say("target/site/pkg could not be read")?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.retain(|file| file.is_file() && file.extension().is_some_and(|extension| extension != "br"));
    files.sort();
    let mut heavy = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = without_version(&name);
        let (raw, compressed) = compress(&file)?;
        println!("{name:<18} {raw:>10} {compressed:>10}");
        if let Some(budget) = budget(&name).filter(|budget| compressed > *budget) {
            heavy.push(format!("{name} weighs {compressed} bytes after brotli and may weigh {budget}"));
        }
    }
    if heavy.is_empty() {
        Ok(())
    } else {
        Err(format!("{}. Make it lighter, or argue for a larger budget in xtask/src/build/sizes.rs.", heavy.join("; "))
            .into())
    }
}

/// `team.0123456789abcdef.wasm` is the part `team.wasm`.
fn without_version(name: &str) -> String {
    match name.split('.').collect::<Vec<_>>()[..] {
        [part, _, "wasm"] => format!("{part}.wasm"),
        _ => name.to_owned(),
    }
}

fn budget(name: &str) -> Option<usize> {
    let known = BUDGET.iter().find(|(file, _)| *file == name).map(|(_, budget)| *budget);
    known.or_else(|| name.ends_with(".wasm").then_some(PART))
}

fn compress(file: &Path) -> Outcome<(usize, usize)> {
    let beside = file.with_extension(format!("{}.br", file.extension().unwrap_or_default().to_string_lossy()));
    let raw = fs::read(file).or_say(format!("{} could not be read", file.display()))?;
    let time = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    if time(&beside) <= time(file) {
        let mut compressed = Vec::new();
        let parameters =
            BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: raw.len(), ..BrotliEncoderParams::default() };
        brotli::BrotliCompress(&mut raw.as_slice(), &mut compressed, &parameters).or_say("brotli gave up")?;
        fs::write(&beside, compressed).or_say(format!("{} could not be written", beside.display()))?;
    }
    let compressed = fs::metadata(&beside).or_say(format!("{} could not be read", beside.display()))?.len();
    Ok((raw.len(), usize::try_from(compressed).unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::{PART, budget, without_version};

    #[test]
    fn every_part_of_the_program_has_a_budget() {
        assert_eq!(budget(&without_version("team.0123456789abcdef.wasm")), Some(PART));
        assert_eq!(budget(&without_version("warren_bg.wasm")), Some(300_000));
        assert_eq!(budget("warren.js"), None);
    }
}
