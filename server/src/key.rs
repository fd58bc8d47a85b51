//! The key of the house: 32 bytes from which the secrets of mailed links are derived. Made once, kept in a file that
//! only the operator can read.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use teamwork::acts::Chance;
use thiserror::Error;

/// Why there is no key.
#[derive(Debug, Error)]
pub enum KeyError {
    #[error(
        "The file {path} cannot be read or made ({source}). Check that the directory exists and belongs to the user who runs warren."
    )]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "The file {0} should hold 64 hexadecimal digits. Put the old file back; a new one makes every mailed link useless."
    )]
    Damaged(PathBuf),
}

/// The key in `directory/secret`, made now if there is none yet.
///
/// # Errors
/// When the file can neither be read nor made.
pub fn of_the_house(directory: &Path) -> Result<[u8; 32], KeyError> {
    make_directory(directory)?;
    let path = directory.join("secret");
    let io = |source| KeyError::Io { path: path.clone(), source };
    if !path.exists() {
        make(directory)?;
    }
    let text = fs::read_to_string(&path).map_err(io)?;
    parse(&text).ok_or_else(|| KeyError::Damaged(path.clone()))
}

/// Makes the data directory, which nobody else may look into.
///
/// # Errors
/// When it cannot be made.
pub fn make_directory(directory: &Path) -> Result<(), KeyError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(directory);
    made.map_err(|source| KeyError::Io { path: directory.to_owned(), source })
}

/// Reads 64 hexadecimal digits.
pub fn parse(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (byte, at) in key.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(key)
}

fn make(directory: &Path) -> Result<(), KeyError> {
    let key: [u8; 32] = Chance::from_os().bytes();
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    write_once(directory, "secret", &text)
}

/// Writes a secret into a file that only its owner reads, unless there is one already. Written aside and then linked, so that
/// two servers that start at once agree on one secret and no reader sees half of it.
///
/// # Errors
/// When the file cannot be written.
pub fn write_once(directory: &Path, name: &str, text: &str) -> Result<(), KeyError> {
    let path = directory.join(name);
    let aside = directory.join(format!("{name}.{}", std::process::id()));
    let write = || {
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        let linked = fs::hard_link(&aside, &path);
        fs::remove_file(&aside)?;
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    };
    write().map_err(|source| KeyError::Io { path: path.clone(), source })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_reads_it() {
        let directory = std::env::temp_dir().join(format!("warren-key-{}", std::process::id()));
        let first = of_the_house(&directory).unwrap();
        assert_eq!(of_the_house(&directory).unwrap(), first);
        let mode = fs::metadata(directory.join("secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(directory.join("secret"), "half").unwrap();
        assert!(matches!(of_the_house(&directory), Err(KeyError::Damaged(_))));
        fs::remove_dir_all(directory).unwrap();
    }
}
