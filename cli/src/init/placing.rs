//! Puts files into a folder: all of them, or none if one is in the way.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mockras::scenario::shown;
use tempfile::TempPath;

use super::super::exit::UserError;
use super::super::target::{Unfinished, cannot_write, make_folder, write_own};
use super::template::Files;

/// So many files that are in the way are named.
const NAMED_MAX: usize = 10;

/// Writes the files below a folder, which is made if it is not there.
pub(super) fn place(folder: &Path, files: &Files) -> Result<(), UserError> {
    let in_the_way = in_the_way(folder, files);
    if !in_the_way.is_empty() {
        let mut named: Vec<String> = in_the_way.iter().take(NAMED_MAX).map(|path| shown(path)).collect();
        if in_the_way.len() > NAMED_MAX {
            named.push(format!("{} more", in_the_way.len() - NAMED_MAX));
        }
        let there = named.join(", ");
        return Err(UserError::new(format!("{}: expected no such files, found {there}", shown(folder)))
            .hint("nothing is written, and nothing overwritten: move them away, or name another folder"));
    }
    let is_new = !folder.exists();
    let above = folder.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new("."));
    let failed = |error: io::Error| cannot_write(folder, &error);
    let staged = Unfinished::below(above).map_err(failed)?;
    let project = staged.path().join("project");
    for (name, text) in files {
        let file = project.join(name);
        make_folder(file.parent().unwrap_or(&project))?;
        write_own(&file, text)?;
    }
    let move_all = || if is_new { appear(&project, folder) } else { fill(&project, folder, files) };
    staged.move_out(move_all).map_err(failed)
}

/// What stands where a file or its folder is to be.
fn in_the_way(folder: &Path, files: &Files) -> Vec<PathBuf> {
    if fs::metadata(folder).is_ok_and(|found| !found.is_dir()) {
        return vec![folder.to_owned()];
    }
    let mut found: Vec<PathBuf> = Vec::new();
    for name in files.keys() {
        let mut path = folder.to_owned();
        let mut parts = Path::new(name).iter().peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            // A link is no folder of the project, wherever it leads.
            let stands = match fs::symlink_metadata(&path) {
                Ok(there) => parts.peek().is_none() || !there.is_dir(),
                Err(_) => false,
            };
            if stands && !found.contains(&path) {
                found.push(path.clone());
            }
        }
    }
    found
}

/// The whole folder gets its name at once.
fn appear(project: &Path, folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    fs::rename(project, folder)
}

/// Every file gets its place, unless another has come there meanwhile: then all are taken away again.
fn fill(project: &Path, folder: &Path, files: &Files) -> io::Result<()> {
    let (mut placed, mut made) = (Vec::new(), Vec::new());
    let mut put = |name: &str| {
        let to = folder.join(name);
        let missing: Vec<PathBuf> =
            to.ancestors().skip(1).take_while(|above| !above.exists()).map(Path::to_owned).collect();
        for above in missing.into_iter().rev() {
            fs::create_dir(&above)?;
            made.push(above);
        }
        let file = TempPath::try_from_path(project.join(name))?;
        file.persist_noclobber(&to).map_err(|error| error.error)?;
        placed.push(to);
        Ok(())
    };
    let done = files.keys().try_for_each(|name| put(name));
    if done.is_err() {
        // What cannot be taken away stays: there is nobody else to ask.
        placed.iter().for_each(|file| drop(fs::remove_file(file)));
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Files {
        names.iter().map(|name| ((*name).to_owned(), format!("text of {name}\n"))).collect()
    }

    #[test]
    fn file_that_cannot_be_placed_takes_the_others_away() {
        let top = tempfile::TempDir::new().expect("a temporary folder");
        let project = top.path().join("project");
        fs::create_dir_all(project.join("b")).expect("a folder");
        fs::write(project.join("a"), "a").expect("a file");
        let folder = top.path().join("there");
        fs::create_dir(&folder).expect("a folder");
        // The third is missing, as if it could not be moved.
        let error = fill(&project, &folder, &files(&["a", "b/c", "d"])).expect_err("b/c is not there");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert_eq!(fs::read_dir(&folder).expect("it is read").count(), 0, "nothing is left");
    }

    #[test]
    fn link_in_the_place_of_a_folder_is_in_the_way() {
        let top = tempfile::TempDir::new().expect("a temporary folder");
        assert_eq!(in_the_way(top.path(), &files(&["src/a"])), Vec::<PathBuf>::new());
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", top.path().join("src")).expect("a link");
        #[cfg(not(unix))]
        fs::write(top.path().join("src"), "").expect("a file");
        assert_eq!(in_the_way(top.path(), &files(&["src/a"])), [top.path().join("src")]);
    }
}
