//! A child process, as its parent sees it.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use super::capture::{Capture, Kept};
use super::ending::Ending;
use super::frame::{self, FromChild, ToChild};
use super::pipes::{Input, Output};
use super::watchdog::{Limit, Watchdog};
use crate::ffi::process::{Group, LogReader, look_out, wait_for_children};
use crate::scenario::{Scenario, Span};

/// What is started as a child, and how: a program whose `main` comes to [`child`](super::child()).
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<OsString>,
}

/// A running child.
pub(super) struct Started {
    process: Child,
    input: Input,
    output: BufReader<Output>,
    /// Frames that are to be sent before it is waited for.
    queue: Vec<u8>,
    body: Vec<u8>,
    capture: Arc<Capture>,
    log: Option<Arc<LogReader>>,
    /// How many bytes have come through the pipe, but for its last words.
    received: u64,
    /// How it has ended, and what it had said before and not sent.
    ended: Option<Ending>,
    unsent: VecDeque<FromChild>,
    watchdog: Watchdog,
    /// The scenario that it has been sent last.
    pub(super) scenario: Option<Scenario>,
    /// Whether it has played one to its end.
    pub(super) is_used: bool,
}

impl Started {
    /// Starts one.
    pub(super) fn start(program: &Program, timeout: Span) -> io::Result<Self> {
        let mut command = Command::new(&program.path);
        command.args(&program.arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        wait_for_children();
        let mut process = command.spawn()?;
        let taken = |missing: &str| io::Error::other(format!("a child without {missing}"));
        let group = Arc::new(Group::of(process.id())?);
        let input = process.stdin.take().ok_or_else(|| taken("input"))?;
        let output = process.stdout.take().ok_or_else(|| taken("output"))?;
        let errors = process.stderr.take().ok_or_else(|| taken("errors"))?;
        let (log, path) =
            LogReader::new().map_or((None, None), |(log, path)| (Some(Arc::new(log)), Some(path)));
        let watchdog = Watchdog::over(Arc::clone(&group), log.clone(), timeout)?;
        let mut queue = Vec::new();
        if let Some(path) = path {
            frame::put(&ToChild::Log(path), &mut queue);
        }
        Ok(Self {
            process,
            input: Input { pipe: input, group: Arc::clone(&group) },
            output: BufReader::new(Output { pipe: output, group }),
            queue,
            body: Vec::new(),
            capture: Capture::of(errors)?,
            log,
            received: 0,
            ended: None,
            unsent: VecDeque::new(),
            watchdog,
            scenario: None,
            is_used: false,
        })
    }

    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Sends this before it is waited for.
    pub(super) fn tell(&mut self, message: &ToChild) {
        frame::put(message, &mut self.queue);
    }

    /// Sends these frames before it is waited for.
    pub(super) fn pass_on(&mut self, frames: &[u8]) {
        self.queue.extend(frames);
    }

    /// Waits for the next message, for as long as `limit` says.
    ///
    /// # Errors
    ///
    /// How it has ended, if it has, when all that it had said is told. It has been waited for, and its descendants are
    /// gone.
    pub(super) fn next(&mut self, limit: Limit) -> Result<FromChild, Ending> {
        if self.ended.is_none() {
            self.watchdog.arm(limit);
            let message = match self.exchange() {
                Ok(Some(message)) if !message.is_last_word() => {
                    self.watchdog.disarm();
                    self.received += (frame::HEAD + self.body.len()) as u64;
                    return Ok(message);
                }
                message => message,
            };
            // What is left to it is a DLL's.
            self.watchdog.arm(Limit::Callout);
            let ending = match message {
                Ok(Some(FromChild::Crash(crash))) => self.end(Some(Ending::Crashed(crash))),
                Ok(Some(_)) => self.end_by_exit(),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    self.watchdog.kill();
                    self.end(Some(Ending::Garbled))
                }
                Ok(None) | Err(_) => self.end(None),
            };
            self.watchdog.disarm();
            self.unsent = self.unsent();
            self.ended = Some(ending);
        }
        match (self.unsent.pop_front(), &self.ended) {
            (Some(message), _) => Ok(message),
            (None, Some(ending)) => Err(ending.clone()),
            (None, None) => Err(Ending::Garbled),
        }
    }

    /// Ends it since its last message makes no sense: it is not itself any more. What it had said before is told still.
    pub(super) fn discredit(&mut self) {
        if self.ended.is_some() {
            self.unsent.clear();
            return;
        }
        self.watchdog.kill();
        self.ended = Some(self.end(Some(Ending::Garbled)));
        // It is none of what the child has in its log.
        self.received -= (frame::HEAD + self.body.len()) as u64;
        self.unsent = self.unsent();
    }

    /// What it had said before it ended, and could not send any more.
    fn unsent(&self) -> VecDeque<FromChild> {
        let rest = self.log.as_ref().map(|log| log.rest(self.received)).unwrap_or_default();
        let (mut rest, mut body) = (&rest[..], Vec::new());
        let next = || frame::take(&mut rest, &mut body).ok().flatten();
        std::iter::from_fn(next).collect()
    }

    fn exchange(&mut self) -> io::Result<Option<FromChild>> {
        if !self.queue.is_empty() {
            // It may have ended before it has read this, and left word why.
            let _ = self.input.write(&self.queue);
            self.queue.clear();
        }
        if self.output.buffer().is_empty() {
            look_out(&self.output.get_ref().pipe);
        }
        frame::take(&mut self.output, &mut self.body)
    }

    fn end_by_exit(&mut self) -> Ending {
        match self.end(None) {
            Ending::Left { code, .. } => Ending::Left { code, by_exit: true },
            other => other,
        }
    }

    /// Waits for its end. What it has said of it goes before what the system says.
    fn end(&mut self, said: Option<Ending>) -> Ending {
        let process = &mut self.process;
        let status = self.watchdog.bury(|| process.wait());
        match (said, status) {
            (Some(said), _) => said,
            _ if self.watchdog.has_killed() => Ending::Hung,
            (None, Ok(status)) => Ending::of(status),
            (None, Err(error)) => Ending::Lost(error.to_string()),
        }
    }

    /// What it has written since this was last asked.
    pub(super) fn written(&self) -> Kept {
        self.capture.take()
    }
}

/// It has nothing to do any more, or nothing that anybody waits for.
impl Drop for Started {
    fn drop(&mut self) {
        self.watchdog.kill();
        let process = &mut self.process;
        self.watchdog.bury(|| drop(process.wait()));
    }
}
