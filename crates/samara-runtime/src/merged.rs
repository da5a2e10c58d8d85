//! Several layers of a function as one folder for `/opt`, where a later layer's files hide an
//! earlier one's, as on AWS.
//!
//! One layer is shown as it is. Several are merged once into a folder of hard links, so that a
//! merge costs no disk; the folder's name comes from the layers' paths, which therefore must name
//! their content. All are removed at start: they are cheap to make again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The merged layers of one server.
#[derive(Debug)]
pub(crate) struct Merged {
    folder: PathBuf,
    /// One merge at a time, so that none is seen half done.
    merging: Mutex<()>,
}

impl Merged {
    /// Begins with none.
    pub(crate) fn new(data_dir: &Path) -> Self {
        let folder = data_dir.join("merged");
        let _of_an_earlier_run = fs::remove_dir_all(&folder);
        Self { folder, merging: Mutex::default() }
    }

    /// One folder with the content of all, the last on top.
    pub(crate) fn of(&self, layers: &[PathBuf]) -> io::Result<Option<PathBuf>> {
        let several = match layers {
            [] => return Ok(None),
            [one] => return Ok(Some(one.clone())),
            several => several,
        };
        let mut hasher = DefaultHasher::new();
        several.hash(&mut hasher);
        let folder = self.folder.join(format!("{:016x}", hasher.finish()));
        let _one_at_a_time = self.merging.lock();
        if folder.is_dir() {
            return Ok(Some(folder));
        }
        let new = self.folder.join(".new");
        let _of_a_failed_merge = fs::remove_dir_all(&new);
        for layer in several {
            lay_over(layer, &new)?;
        }
        fs::rename(&new, &folder)?;
        Ok(Some(folder))
    }
}

/// Puts the files of one layer over what is there.
fn lay_over(layer: &Path, target: &Path) -> io::Result<()> {
    let mut folders = vec![(layer.to_owned(), target.to_owned())];
    while let Some((from, to)) = folders.pop() {
        if !to.is_dir() {
            let _a_file_of_an_earlier_layer = fs::remove_file(&to);
            fs::create_dir_all(&to)?;
        }
        fs::set_permissions(&to, fs::metadata(&from)?.permissions())?;
        for entry in fs::read_dir(&from)? {
            let entry = entry?;
            let (source, place) = (entry.path(), to.join(entry.file_name()));
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push((source, place));
                continue;
            }
            let _hidden =
                if place.is_dir() { fs::remove_dir_all(&place) } else { fs::remove_file(&place) };
            if kind.is_symlink() {
                std::os::unix::fs::symlink(fs::read_link(&source)?, &place)?;
            } else if fs::hard_link(&source, &place).is_err() {
                fs::copy(&source, &place)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_layer_hides_an_earlier_one() {
        let host = tempfile::tempdir().unwrap();
        let file = |place: &str, text: &str| {
            let file = host.path().join(place);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        file("one/python/a.py", "1");
        file("one/python/b.py", "1");
        file("one/python/c", "a file");
        file("two/python/b.py", "2");
        file("two/python/c/d.py", "a folder");
        let layers = [host.path().join("one"), host.path().join("two")];
        let merged = Merged::new(host.path());
        let folder = merged.of(&layers).unwrap().unwrap();
        let read = |place: &str| fs::read_to_string(folder.join(place)).unwrap();
        assert_eq!(read("python/a.py") + &read("python/b.py"), "12");
        assert_eq!(read("python/c/d.py"), "a folder");
        assert_eq!(fs::read_to_string(layers[0].join("python/b.py")).unwrap(), "1");
        assert_eq!(merged.of(&layers).unwrap().unwrap(), folder);
        assert_eq!(merged.of(&layers[..1]).unwrap().unwrap(), layers[0]);
    }
}
