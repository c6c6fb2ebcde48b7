//! Programs that are run to their end, or to the end of their time.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::super::exit;

/// How often it is looked whether a program has ended.
const LOOK: Duration = Duration::from_millis(5);

/// So much of what a program says is read.
const SAID_MAX: u64 = 64 * 1024;

/// How a program ended, and what it said on both streams.
#[derive(Debug)]
pub(super) struct Ran {
    /// How it ended; nothing if it was ended, since its time was over.
    pub(super) status: Option<ExitStatus>,
    pub(super) said: String,
}

impl Ran {
    pub(super) fn is_good(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// How it ended, in words, with the last line that it said.
    pub(super) fn ending(&self, limit: Duration) -> String {
        let ending = match self.status {
            None => format!("it does not end in {}s", limit.as_secs()),
            Some(status) => format!("it ends with {status}"),
        };
        let last = self.said.lines().map(str::trim).rfind(|line| !line.is_empty());
        last.map_or(ending.clone(), |last| format!("{ending}, and says `{last}`"))
    }
}

/// Runs a program. What it says goes to a file without a name: a pipe would be held open by what it leaves behind.
///
/// # Errors
///
/// If it cannot be started or waited for, or if the user has asked for the end.
pub(super) fn run(command: &mut Command, limit: Duration) -> io::Result<Ran> {
    let mut said = tempfile::tempfile()?;
    let started = command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said.try_clone()?).spawn();
    let status = wait(&mut started?, limit)?;
    Ok(Ran { status, said: read(&mut said)? })
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let mut left = limit;
    loop {
        let ended = child.try_wait();
        let is_over = left.is_zero() || exit::is_interrupted() || ended.is_err();
        if let Ok(Some(status)) = ended {
            return Ok(Some(status));
        }
        if is_over {
            // It may have ended meanwhile.
            let _ = child.kill();
            let _ = child.wait();
            return if exit::is_interrupted() { Err(io::ErrorKind::Interrupted.into()) } else { ended };
        }
        // No clock: a little longer does no harm.
        std::thread::park_timeout(LOOK);
        left = left.saturating_sub(LOOK);
    }
}

fn read(said: &mut File) -> io::Result<String> {
    said.rewind()?;
    let mut bytes = vec![0; SAID_MAX as usize];
    let mut length = 0;
    loop {
        match said.read(&mut bytes[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(String::from_utf8_lossy(&bytes[..length]).into_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Ran {
        run(Command::new("sh").args(["-c", script]), limit).expect("there is a shell")
    }

    #[test]
    fn ending_is_told_with_the_last_line() {
        let limit = Duration::from_secs(60);
        let ran = shell("echo first; echo last >&2; exit 3", limit);
        assert!(!ran.is_good());
        assert_eq!(ran.ending(limit), "it ends with exit status: 3, and says `last`");
        assert!(shell("exit 0", limit).is_good());
    }

    #[test]
    fn program_that_does_not_end_is_ended() {
        let limit = Duration::from_millis(20);
        let ran = shell("exec cat /dev/zero >/dev/null", limit);
        assert!(ran.status.is_none());
        assert_eq!(ran.ending(Duration::from_secs(7)), "it does not end in 7s");
    }

    /// Whoever it leaves behind holds what it writes to.
    #[test]
    fn program_that_leaves_another_behind_is_not_waited_for() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo can be run").success());
        let script = format!("(read line <{}) & echo left", pipe.to_string_lossy());
        let ran = shell(&script, Duration::from_secs(60));
        assert!(ran.is_good());
        assert_eq!(ran.said, "left\n");
        // It ends when somebody has written to it.
        std::fs::write(&pipe, "\n").expect("somebody reads");
    }
}
