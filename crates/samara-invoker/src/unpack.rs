//! Unpacks a package into a folder: bounded, inside, and readable for every user.
//!
//! What was checked when the package was taken ([`samara_lambda::package`]) is checked again on
//! what is really there: sizes are counted as they are written. Files and folders come first and
//! symbolic links last, so that nothing is written through a link.
//!
//! A link goes up first and then down (`../lib/x`), never up again from where it went down. With
//! that, no chain of links leads outside either, for whoever follows one on the host: `a/l/../../x`
//! stays inside by its letters, and leaves if `l` is itself a link upwards.
//!
//! A name of 4,096 letters can be two thousand folders, and a package has thousands of names: so
//! folders are counted like files, each as a block of the disk, and so is how deep they go.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use samara_base::limits::UNPACKED_CODE_BYTES;
use samara_lambda::package::{ENTRIES_MAX, stays_inside};
use zip::ZipArchive;
use zip::read::ZipFile;

/// The most folders, like the most files.
const FOLDERS_MAX: usize = ENTRIES_MAX;
/// How deep folders go. Whoever removes or copies a tree goes as deep.
const DEPTH_MAX: usize = 200;
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
    /// An entry lies too deep.
    #[error("the entry '{0}' lies more than {DEPTH_MAX} folders deep")]
    TooDeep(String),
    /// It is larger than it may be.
    #[error(
        "the package is over {UNPACKED_CODE_BYTES} bytes, {ENTRIES_MAX} entries or {FOLDERS_MAX} \
         folders"
    )]
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
    let mut folders = Folders { top: folder, left: FOLDERS_MAX };
    let mut links = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name().to_owned();
        let place = inside(&name)?;
        let path = folder.join(&place);
        if entry.is_symlink() {
            folders.make(place.parent(), &name)?;
            links.push((path, link_target(&mut entry, &name)?, name));
        } else if entry.is_dir() {
            folders.make(Some(&place), &name)?;
        } else {
            folders.make(place.parent(), &name)?;
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

/// The folders of a package, as many as there may be.
struct Folders<'a> {
    top: &'a Path,
    left: usize,
}

impl Folders<'_> {
    /// Makes a folder of the package's with its parents, for an entry of this name.
    fn make(&mut self, place: Option<&Path>, name: &str) -> Result<(), UnpackError> {
        let mut path = self.top.to_owned();
        for (depth, part) in place.into_iter().flat_map(Path::components).enumerate() {
            if DEPTH_MAX <= depth {
                return Err(UnpackError::TooDeep(name.to_owned()));
            }
            path.push(part);
            match fs::create_dir(&path) {
                Ok(()) => self.left = self.left.checked_sub(1).ok_or(UnpackError::TooLarge)?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
                Err(source) => return Err(UnpackError::Io { path: name.to_owned(), source }),
            }
        }
        Ok(())
    }
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
    let good = !target.starts_with('/')
        && stays_inside(seen.trim_start_matches('/'))
        && goes_up_first(&target);
    if good { Ok(target) } else { Err(UnpackError::Outside(name.to_owned())) }
}

/// Whether a link's target never goes up again after it has gone down.
fn goes_up_first(target: &str) -> bool {
    let mut down = false;
    Path::new(target).components().all(|part| {
        down |= matches!(part, Component::Normal(_));
        !(down && part == Component::ParentDir)
    })
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

    use super::{Folders, UnpackError, unpack};

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
        let chain = zipped(|zip| {
            zip.add_symlink("deep/a/b/top", "../../..", options).unwrap();
            zip.add_symlink("evil", "deep/a/b/top/../../x", options).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(unpack(chain, folder.path()), Err(UnpackError::Outside(_))));
        let through = zipped(|zip| {
            zip.add_symlink("d", "sub", options).unwrap();
            zip.start_file("d/file", options).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(unpack(through, folder.path()), Err(UnpackError::Io { .. })));
    }

    /// Names that contradict each other, or are no names, must not overwrite, nor end the server.
    #[test]
    fn contradictions_are_refused() {
        let options = SimpleFileOptions::default();
        let file = |zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str| {
            zip.start_file(name, options).unwrap();
            zip.write_all(b"x").unwrap();
        };
        let cases: [(&str, &[&str]); 5] = [
            ("a file that is a folder too", &["a", "a/b"]),
            ("a folder that is a file too", &["a/b", "a"]),
            ("one name twice by another way", &["a/b", "a/./b"]),
            ("one name twice by way of another", &["a/b", "c/../a/b"]),
            ("no name", &["./."]),
        ];
        for (what, names) in cases {
            let package = zipped(|zip| names.iter().for_each(|name| file(zip, name)));
            let folder = tempfile::tempdir().unwrap();
            let seen = unpack(package, folder.path());
            assert!(matches!(seen, Err(UnpackError::Io { .. })), "{what}: {seen:?}");
        }
        let taken = zipped(|zip| {
            file(zip, "lib/x");
            zip.add_symlink("lib", "other", options).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(unpack(taken, folder.path()), Err(UnpackError::Io { .. })));
    }

    /// A device, a pipe or a socket in a package is a file of that name with its bytes.
    #[test]
    fn nothing_but_files_folders_and_links_is_made() {
        for kind in [0o020_666_u32, 0o060_666, 0o010_666, 0o140_666] {
            let package = zipped(|zip| {
                let options = SimpleFileOptions::default().unix_permissions(0o666);
                zip.start_file("node", options).unwrap();
                zip.write_all(b"bytes").unwrap();
            });
            // The writer makes plain files only: the kind is written into the directory's record.
            let mut bytes = package.into_inner();
            let at = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
            bytes[at + 38..at + 42].copy_from_slice(&(kind << 16).to_le_bytes());
            let folder = tempfile::tempdir().unwrap();
            unpack(Cursor::new(bytes), folder.path()).unwrap();
            let metadata = std::fs::symlink_metadata(folder.path().join("node")).unwrap();
            assert!(metadata.is_file(), "{kind:o}");
            assert_eq!(metadata.permissions().mode() & 0o7777, 0o644);
        }
    }

    /// Names alone could otherwise fill the host's disk: eight million folders in one package.
    #[test]
    fn folders_are_counted_and_end() {
        let options = SimpleFileOptions::default();
        let deep = zipped(|zip| {
            zip.start_file(format!("{}x", "d/".repeat(201)), options).unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(unpack(deep, folder.path()), Err(UnpackError::TooDeep(_))));
        let folder = tempfile::tempdir().unwrap();
        let mut folders = Folders { top: folder.path(), left: 3 };
        folders.make(Some("a/b".as_ref()), "a/b").unwrap();
        folders.make(Some("a/c".as_ref()), "a/c").unwrap();
        folders.make(Some("a/b".as_ref()), "a/b").unwrap();
        let seen = folders.make(Some("a/b/c".as_ref()), "a/b/c");
        assert!(matches!(seen, Err(UnpackError::TooLarge)), "{seen:?}");
    }

    /// What claims to be small in its directory and is large when it is unpacked.
    #[test]
    fn what_lies_about_its_size_is_cut() {
        let package = zipped(|zip| {
            let options =
                SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
            zip.start_file("zeroes", options).unwrap();
            let block = vec![0_u8; 1 << 20];
            for _ in 0..=250 {
                zip.write_all(&block).unwrap();
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let seen = unpack(package, folder.path());
        assert!(matches!(seen, Err(UnpackError::TooLarge | UnpackError::Io { .. })), "{seen:?}");
    }
}
