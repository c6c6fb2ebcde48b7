//! The Wine prefix that mockras makes for itself, once.
//!
//! A file beside it is locked: whoever makes it has it alone, whoever plays in it shares it. The stamp of a prefix is
//! written last and says what made it, so one that is half made or that another Wine has made is made anew.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs4::{FileExt, TryLockError};
use mockras::scenario::{read_file, shown};

use super::super::exit::{self, UserError};
use super::super::target::{cannot_write, make_folder, try_folder, write_own};
use super::super::terminal::tell;
use super::wine::{Variables, Wine};

/// How long Wine may take to make it.
const MAKING: Duration = Duration::from_secs(300);

/// How long others may take that make it or play in one that is not wanted any more.
pub(super) const OTHERS: Duration = Duration::from_secs(300);

/// How often it is looked whether they are done.
const LOOK: Duration = Duration::from_millis(50);

/// Wine cannot always make one at once: its server for a folder that was there before may still be ending.
const TRIES: u32 = 3;

/// The file in a prefix that is there if it was finished.
const STAMP: &str = "made-by-mockras";

/// What a prefix that was finished holds.
const PARTS: [&str; 3] = ["system.reg", "dosdevices", "drive_c/windows/system32/kernel32.dll"];

/// A prefix, made or not.
pub(super) struct Prefix<'a> {
    pub(super) wine: &'a Wine,
    pub(super) folder: PathBuf,
    pub(super) variables: &'a Variables,
    /// How long others are waited for.
    pub(super) patience: Duration,
}

/// Keeps others from making the prefix anew, for as long as it lives.
#[derive(Debug)]
pub(super) struct Held {
    lock: File,
    /// Whether it was made just now.
    pub(super) is_new: bool,
}

impl Prefix<'_> {
    /// Makes it, unless it is there and as this Wine makes it.
    pub(super) fn hold(&self) -> Result<Held, UserError> {
        let data = self.folder.parent().unwrap_or(Path::new("."));
        let elsewhere = |error: UserError| error.hint("MOCKRAS_DATA=FOLDER names another folder of data");
        make_folder(data).and_then(|()| try_folder(data)).map_err(elsewhere)?;
        let lock = self.beside("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&lock);
        let held =
            Held { lock: file.map_err(|error| elsewhere(cannot_write(&lock, &error)))?, is_new: false };
        self.shared(held)
    }

    /// Makes it anew, if nobody else plays in it.
    pub(super) fn renew(&self, held: Held) -> Result<Held, UserError> {
        self.unlock(&held)?;
        if self.has(FileExt::try_lock(&held.lock))? {
            // Another may have done so meanwhile, which shows by nothing.
            self.make()?;
            self.unlock(&held)?;
            return self.shared(Held { is_new: true, ..held });
        }
        self.shared(held)
    }

    /// Waits until it is as it must be and nobody makes it.
    fn shared(&self, mut held: Held) -> Result<Held, UserError> {
        let mut left = self.patience;
        loop {
            if self.has(FileExt::try_lock(&held.lock))? {
                if self.is_whole() {
                    self.sweep();
                } else {
                    self.make()?;
                    held.is_new = true;
                }
                self.unlock(&held)?;
            }
            if self.has(FileExt::try_lock_shared(&held.lock))? {
                if self.is_whole() {
                    return Ok(held);
                }
                self.unlock(&held)?;
            }
            // A moment is nothing to tell of.
            if left + 4 * LOOK == self.patience {
                let folder = shown(&self.folder);
                tell(format_args!("note: waits for another mockras that uses or makes {folder}"));
            }
            if left.is_zero() || exit::is_interrupted() {
                return Err(self.locked());
            }
            std::thread::park_timeout(LOOK);
            left = left.saturating_sub(LOOK);
        }
    }

    fn locked(&self) -> UserError {
        let (folder, lock) = (shown(&self.folder), shown(&self.beside("lock")));
        UserError::new(format!(
            "{folder}: expected a Wine prefix that is free, found that another mockras makes it or plays in one \
             of another Wine"
        ))
        .hint(format!("end who holds {lock}, or name another folder of data with MOCKRAS_DATA=FOLDER"))
    }

    fn has(&self, locked: Result<(), TryLockError>) -> Result<bool, UserError> {
        match locked {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(self.no_locks(&error)),
        }
    }

    fn unlock(&self, held: &Held) -> Result<(), UserError> {
        FileExt::unlock(&held.lock).map_err(|error| self.no_locks(&error))
    }

    fn no_locks(&self, error: &io::Error) -> UserError {
        UserError::new(format!("{}: cannot be locked: {error}", shown(&self.beside("lock"))))
            .hint("MOCKRAS_DATA=FOLDER names another folder of data")
    }

    fn beside(&self, end: &str) -> PathBuf {
        self.folder.with_extension(end)
    }

    /// What makes a prefix what it is.
    fn stamp(&self) -> String {
        format!("mockras prefix 1\n{}\n{}\n", self.wine.version, shown(&self.wine.program))
    }

    fn is_whole(&self) -> bool {
        const STAMP_MAX: u64 = 64 * 1024;
        let stamp = read_file(&self.folder.join(STAMP), "a stamp", STAMP_MAX);
        let is_made_so = stamp.is_ok_and(|stamp| stamp == self.stamp().as_bytes());
        is_made_so && self.has_parts()
    }

    fn has_parts(&self) -> bool {
        PARTS.iter().all(|part| self.folder.join(part).exists())
    }

    fn make(&self) -> Result<(), UserError> {
        let folder = shown(&self.folder);
        if self.folder.symlink_metadata().is_ok() {
            self.refuse_others()?;
            tell(format_args!("note: {folder} is half made or of another Wine, and is made anew"));
        } else {
            tell(format_args!("note: makes a Wine prefix in {folder}, once; it takes some seconds"));
        }
        let mut why = String::new();
        for _ in 0..TRIES {
            self.clear()?;
            make_folder(&self.folder)?;
            // However it ends, whoever comes next knows whose it is.
            write_own(&self.folder.join(STAMP), "not finished\n")?;
            match self.wine.run(&["wineboot", "-i"], self.variables, MAKING) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                    return Err(self.failed(&error.to_string()));
                }
                Err(error) => why = error.to_string(),
                Ok(ran) => {
                    // It has written its registry then.
                    self.wine.end_server(self.variables);
                    if ran.is_good() && self.has_parts() {
                        return write_own(&self.folder.join(STAMP), &self.stamp());
                    }
                    why = ran.ending(MAKING);
                }
            }
        }
        Err(self.failed(&why))
    }

    fn failed(&self, why: &str) -> UserError {
        let (folder, wine) = (shown(&self.folder), shown(&self.wine.program));
        UserError::new(format!("{folder}: {wine} cannot make a Wine prefix there: {why}"))
            .hint("`MOCKRAS_WINE=FILE` names another Wine, `MOCKRAS_DATA=FOLDER` another folder of data")
    }

    /// A folder that is no prefix is somebody else's.
    fn refuse_others(&self) -> Result<(), UserError> {
        let is_prefix = |name: &str| self.folder.join(name).symlink_metadata().is_ok();
        let is_empty = || fs::read_dir(&self.folder).is_ok_and(|mut all| all.next().is_none());
        if [STAMP, "dosdevices"].iter().any(|name| is_prefix(name)) || is_empty() {
            return Ok(());
        }
        let folder = shown(&self.folder);
        Err(UserError::new(format!("{folder}: expected a Wine prefix or nothing, found something else"))
            .hint("move it away, or name another folder of data with MOCKRAS_DATA=FOLDER"))
    }

    fn clear(&self) -> Result<(), UserError> {
        if self.folder.symlink_metadata().is_err() {
            return Ok(());
        }
        self.wine.end_server(self.variables);
        // Links in it lead out of it, and are not followed.
        fs::remove_dir_all(&self.folder).map_err(|error| {
            UserError::new(format!("{}: cannot be deleted: {error}", shown(&self.folder)))
                .hint("MOCKRAS_DATA=FOLDER names another folder of data")
        })
    }

    /// Deletes what children that were killed have left: nobody plays in it now.
    fn sweep(&self) {
        let Ok(users) = fs::read_dir(self.folder.join("drive_c/users")) else { return };
        for user in users.flatten() {
            let Ok(left) = fs::read_dir(user.path().join("Temp")) else { continue };
            for file in left.flatten() {
                // What stays takes up room, and nothing else.
                let is_folder = file.file_type().is_ok_and(|kind| kind.is_dir());
                let _ =
                    if is_folder { fs::remove_dir_all(file.path()) } else { fs::remove_file(file.path()) };
            }
        }
    }

    /// Whether 32-bit programs can run in it.
    pub(super) fn has_32_bit(&self) -> bool {
        self.folder.join("drive_c/windows/syswow64/ntdll.dll").exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A prefix that a Wine that is not there would make.
    fn refusal(folder: &Path, has: impl FnOnce(&File)) -> String {
        let wine =
            Wine { program: "/nonexistent/wine64".into(), version: "wine-9.0".to_owned(), server: None };
        let variables = Variables::default();
        let folder = folder.join("prefix");
        let prefix = Prefix { wine: &wine, folder, variables: &variables, patience: Duration::ZERO };
        let lock = File::create(prefix.beside("lock")).expect("it can be made");
        has(&lock);
        prefix.hold().expect_err("there is no such Wine").in_one_line()
    }

    #[test]
    fn prefix_that_another_makes_or_holds_is_not_touched() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let held: [fn(&File); 2] = [
            |lock| FileExt::try_lock(lock).expect("nobody has it"),
            |lock| FileExt::try_lock_shared(lock).expect("nobody has it"),
        ];
        for has in held {
            let error = refusal(folder.path(), has);
            assert!(
                error.contains("expected a Wine prefix that is free, found that another mockras"),
                "{error}"
            );
            assert!(error.contains("prefix.lock, or name another folder of data"), "{error}");
        }
        assert!(!folder.path().join("prefix").exists());
    }

    #[test]
    fn wine_that_cannot_be_started_is_told() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let error = refusal(folder.path(), |_| ());
        assert!(error.contains("/nonexistent/wine64 cannot make a Wine prefix there: "), "{error}");
    }
}
