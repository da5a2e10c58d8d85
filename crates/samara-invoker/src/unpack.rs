//! Unpacks a package into a folder: bounded, inside, and readable for every user.
//!
//! What was checked when the package was taken ([`samara_lambda::package`]) is checked again on
//! what is really there: sizes are counted as they are written. Files and folders come first and
//! symbolic links last, so that nothing is written through a link.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use samara_base::limits::UNPACKED_CODE_BYTES;
use samara_lambda::package::{ENTRIES_MAX, stays_inside};
use zip::ZipArchive;
use zip::read::ZipFile;

/// The longest target of a symbolic link, bytes.
const LINK_BYTES_MAX: u64 = 4096;

/// Why a package could not be unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// It is not a zip, or a damaged one.
    #[error("the package is not a readable zip")]
    Zip(#[from] zip::result::ZipError),
    /// An entry or a link leaves the folder.
    #[error("the entry '{0}' points outside the package")]
    Outside(String),
    /// It is larger than it may be.
    #[error("the package is over {UNPACKED_CODE_BYTES} bytes or {ENTRIES_MAX} entries")]
    TooLarge,
    /// A file could not be written, or the package not be read.
    #[error("'{path}' could not be written")]
    Io {
        /// The entry.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// Unpacks a package into an empty folder and says how many bytes it has.
pub(crate) fn unpack(package: impl io::Read + io::Seek, folder: &Path) -> Result<u64, UnpackError> {
    let mut archive = ZipArchive::new(package)?;
    if ENTRIES_MAX < archive.len() {
        return Err(UnpackError::TooLarge);
    }
    let mut left = UNPACKED_CODE_BYTES;
    let mut links = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name().to_owned();
        let path = folder.join(inside(&name)?);
        if entry.is_symlink() {
            make_folder(path.parent().unwrap_or(folder), &name)?;
            links.push((path, link_target(&mut entry, &name)?, name));
        } else if entry.is_dir() {
            make_folder(&path, &name)?;
        } else {
            make_folder(path.parent().unwrap_or(folder), &name)?;
            left -= write_file(&mut entry, &path, left)?;
        }
    }
    for (path, target, name) in links {
        symlink(target, path).map_err(|source| UnpackError::Io { path: name, source })?;
    }
    Ok(UNPACKED_CODE_BYTES - left)
}

/// The entry's path without anything that could lead outside.
fn inside(name: &str) -> Result<PathBuf, UnpackError> {
    if !stays_inside(name) {
        return Err(UnpackError::Outside(name.to_owned()));
    }
    let mut path = PathBuf::new();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::ParentDir => drop(path.pop()),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => {
                return Err(UnpackError::Outside(name.to_owned()));
            }
        }
    }
    Ok(path)
}

fn make_folder(path: &Path, name: &str) -> Result<(), UnpackError> {
    let failed = |source| UnpackError::Io { path: name.to_owned(), source };
    fs::create_dir_all(path).map_err(failed)
}

fn write_file<R: Read>(
    entry: &mut ZipFile<'_, R>,
    path: &Path,
    left: u64,
) -> Result<u64, UnpackError> {
    // Readable for every user, writable for none but the server; who may run it is the zip's word.
    let executable = entry.unix_mode().unwrap_or_default() & 0o111;
    let name = entry.name().to_owned();
    let failed = |source| UnpackError::Io { path: name.clone(), source };
    let options = OpenOptions::new().write(true).create_new(true).mode(0o644).clone();
    let mut file = options.open(path).map_err(failed)?;
    let written = io::copy(&mut entry.take(left + 1), &mut file).map_err(failed)?;
    if left < written {
        return Err(UnpackError::TooLarge);
    }
    // Asked for apart from creation, which the server's umask would narrow.
    file.set_permissions(Permissions::from_mode(0o644 | executable)).map_err(failed)?;
    Ok(written)
}

fn link_target<R: Read>(entry: &mut ZipFile<'_, R>, name: &str) -> Result<String, UnpackError> {
    let mut target = String::new();
    let read = entry.take(LINK_BYTES_MAX + 1).read_to_string(&mut target);
    read.map_err(|source| UnpackError::Io { path: name.to_owned(), source })?;
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let seen = format!("{folder}/{target}");
    let good = !target.starts_with('/') && stays_inside(seen.trim_start_matches('/'));
    if good { Ok(target) } else { Err(UnpackError::Outside(name.to_owned())) }
}

/// Makes a tree's folders readable for every user, whatever the server's umask is.
pub(crate) fn open_folders(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open_folders(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::os::unix::fs::PermissionsExt;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::{UnpackError, unpack};

    fn zipped(make: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Cursor<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        make(&mut zip);
        Cursor::new(zip.finish().unwrap().into_inner())
    }

    /// A native function is its own program: it must stay executable.
    #[test]
    fn files_links_and_the_right_to_execute_survive() {
        let options = SimpleFileOptions::default();
        let package = zipped(|zip| {
            zip.start_file("bin/bootstrap", options.unix_permissions(0o4755)).unwrap();
            zip.write_all(b"program").unwrap();
            zip.start_file("data", options.unix_permissions(0o600)).unwrap();
            zip.write_all(b"data").unwrap();
            zip.add_symlink("bootstrap", "bin/bootstrap", options).unwrap();
            zip.add_directory("empty", options).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(unpack(package, folder.path()).unwrap(), 11);
        let mode = |name: &str| {
            std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o7777
        };
        assert_eq!((mode("bin/bootstrap"), mode("data")), (0o755, 0o644));
        assert_eq!(std::fs::read(folder.path().join("bootstrap")).unwrap(), b"program");
        assert!(folder.path().join("empty").is_dir());
    }

    /// A package must not write beside its folder, not even through a link of its own.
    #[test]
    fn nothing_is_written_outside() {
        let options = SimpleFileOptions::default();
        let cases: [(&str, &str); 3] =
            [("../evil", ""), ("evil", "/etc/passwd"), ("a/evil", "../../x")];
        for (name, target) in cases {
            let package = zipped(|zip| match target {
                "" => zip.start_file(name, options).unwrap(),
                target => zip.add_symlink(name, target, options).unwrap(),
            });
            let folder = tempfile::tempdir().unwrap();
            let seen = unpack(package, folder.path());
            assert!(matches!(seen, Err(UnpackError::Outside(_))), "{name}: {seen:?}");
        }
        let through = zipped(|zip| {
            zip.add_symlink("d", "sub", options).unwrap();
            zip.start_file("d/file", options).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(unpack(through, folder.path()), Err(UnpackError::Io { .. })));
    }
}
