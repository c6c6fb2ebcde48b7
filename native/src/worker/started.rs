//! A child process, as its parent sees it.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::process::Child;
use std::sync::Arc;

use tempfile::TempDir;

use super::capture::{Capture, Captured};
use super::ending::ChildEnd;
use super::frame::{self, FromChild, ToChild};
use super::hello::{self, Hello, System};
use super::pipes::{ChildInput, ChildOutput};
use super::program::Program;
use super::sanitizers::{self, Sanitizers};
use super::watchdog::{IsInterrupted, Killed, Limit, Watchdog, start_limit};
use crate::ffi::process::{ProcessGroup, SharedLogReader, look_out, wait_for_children};
use crate::ffi::sanitizer;
use mockras::scenario::{Scenario, Span};

/// So much of what a child has said is read at once.
const BUFFER: usize = 64 * 1024;

/// How long a child may take, and who can ask for the end before.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) timeout: Span,
    pub(super) is_interrupted: Option<IsInterrupted>,
}

/// What there is of a child beside its process.
struct Hold {
    input: ChildInput,
    output: ChildOutput,
    capture: Arc<Capture>,
    watchdog: Watchdog,
}

impl Hold {
    /// Takes hold of a child that was just started.
    ///
    /// # Errors
    ///
    /// If the system has no room for it. The child has been killed and waited for then.
    fn on(process: &mut Child, log: Option<Arc<SharedLogReader>>, times: Times) -> io::Result<Self> {
        let held = ProcessGroup::of(process.id())
            .map(Arc::new)
            .and_then(|group| Self::of_group(process, &group, log, times).inspect_err(|_| group.kill()));
        if held.is_err() {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
        }
        held
    }

    fn of_group(
        process: &mut Child,
        group: &Arc<ProcessGroup>,
        log: Option<Arc<SharedLogReader>>,
        times: Times,
    ) -> io::Result<Self> {
        let taken = |missing: &str| io::Error::other(format!("a child without {missing}"));
        let input = process.stdin.take().ok_or_else(|| taken("input"))?;
        let output = process.stdout.take().ok_or_else(|| taken("output"))?;
        let errors = process.stderr.take().ok_or_else(|| taken("errors"))?;
        Ok(Self {
            input: ChildInput::new(input, Arc::clone(group))?,
            output: ChildOutput::new(output, Arc::clone(group))?,
            capture: Capture::of(errors)?,
            watchdog: Watchdog::over(Arc::clone(group), log, times.timeout, times.is_interrupted)?,
        })
    }
}

/// A child process that was started, and may have ended since.
pub(super) struct Started {
    process: Child,
    input: ChildInput,
    output: BufReader<ChildOutput>,
    /// Frames that are to be sent before it is waited for.
    queue: Vec<u8>,
    body: Vec<u8>,
    capture: Arc<Capture>,
    log: Option<Arc<SharedLogReader>>,
    /// How many bytes have come through the pipe, but for its last words: in all, of what it owes now, and in this play.
    received: u64,
    of_answer: u64,
    of_play: u64,
    /// Whether it plays all processes: then it says what came of them when all is over.
    is_together: bool,
    /// The command that leads to it elsewhere, if one does.
    command: Option<String>,
    /// The system on which it runs.
    system: System,
    /// How it has ended, and what it had said before and not sent.
    ended: Option<ChildEnd>,
    unsent: VecDeque<FromChild>,
    watchdog: Watchdog,
    /// Where its temporary files go. Whatever is left there goes with it.
    _folder: Option<TempDir>,
    /// The scenario that it has been sent last.
    pub(super) scenario: Option<Scenario>,
    /// Whether it has played one to its end.
    pub(super) is_used: bool,
    /// Whether code of a DLL has run in it, and whether that may have been native.
    has_run: bool,
    pub(super) is_native: bool,
}

impl Started {
    /// Starts a child. One that runs elsewhere has said who it is when this returns.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or is none of this version. Nothing of it is left then.
    pub(super) fn start(program: &Program, sanitizers: &Sanitizers, times: Times) -> io::Result<Self> {
        wait_for_children();
        let told = |error: io::Error| match program.is_remote {
            true => io::Error::other(format!("`{}` cannot be started: {error}", program.line())),
            false => error,
        };
        let (mut command, folder) = program.command(sanitizers);
        let mut process = command.spawn().map_err(told)?;
        // No memory is shared with another system.
        let shared = (!program.is_remote).then(SharedLogReader::new).and_then(Result::ok);
        let (log, path) = shared.map_or((None, None), |(log, path)| (Some(Arc::new(log)), Some(path)));
        let Hold { input, output, capture, watchdog } =
            Hold::on(&mut process, log.clone(), times).map_err(told)?;
        let mut queue = Vec::new();
        if let Some(path) = path {
            frame::put(&ToChild::Log(path), &mut queue);
        }
        if let Some(path) = folder.as_ref().and_then(|folder| folder.path().to_str()) {
            frame::put(&ToChild::Folder(path.to_owned()), &mut queue);
        }
        let mut started = Self {
            process,
            input,
            output: BufReader::with_capacity(BUFFER, output),
            queue,
            body: Vec::new(),
            capture,
            log,
            received: 0,
            of_answer: 0,
            of_play: 0,
            is_together: false,
            command: program.is_remote.then(|| program.line()),
            system: System::own(),
            ended: None,
            unsent: VecDeque::new(),
            watchdog,
            _folder: folder,
            scenario: None,
            is_used: false,
            has_run: false,
            is_native: false,
        };
        started.meet(times.timeout)?;
        Ok(started)
    }

    /// Hears what a child says first that runs elsewhere.
    fn meet(&mut self, timeout: Span) -> io::Result<()> {
        // Until it has said who it is, the command itself is all that is known.
        let Some(command) = self.command.take() else { return Ok(()) };
        self.watchdog.arm(Limit::Start);
        let mut line = Vec::new();
        let read = (&mut self.output).take(hello::LINE_MAX).read_until(b'\n', &mut line);
        self.watchdog.disarm();
        let is_late = self.watchdog.has_killed() == Killed::Late;
        let understood = match read {
            Ok(1..) if !is_late => Hello::understood(&line).map_err(Some),
            _ => Err(None),
        };
        let (kind, why) = match understood {
            Ok(system) => {
                self.system = system;
                self.command = Some(command);
                return Ok(());
            }
            Err(Some(why)) => {
                self.watchdog.kill();
                self.end(None);
                (io::ErrorKind::InvalidData, why)
            }
            Err(None) => (io::ErrorKind::Other, self.silence(is_late, timeout)),
        };
        let said = self.capture.take().text();
        let said = match hello::excerpt(&said).as_str() {
            "" => String::new(),
            said => format!("; on its standard error: {said}"),
        };
        Err(io::Error::new(kind, format!("`{command}`: {why}{said}")))
    }

    /// Says why there is nothing to hear.
    fn silence(&mut self, is_late: bool, timeout: Span) -> String {
        // It may have closed its output, and run on.
        self.owes_end();
        let ending = self.end(None);
        self.watchdog.disarm();
        match ending {
            ChildEnd::Hung if is_late => format!("it says nothing in {}", start_limit(timeout)),
            ChildEnd::Hung => "it closes its standard output and says nothing".to_owned(),
            ending => format!("{} before it says anything", ending.bare()),
        }
    }

    /// The system on which it runs.
    pub(super) fn system(&self) -> &System {
        &self.system
    }

    /// Whether it is known to have ended.
    pub(super) fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// The number of its process.
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

    /// It begins with a scenario, of which it plays all processes or one.
    pub(super) fn begin_play(&mut self, is_together: bool) {
        (self.of_play, self.is_together) = (0, is_together);
    }

    /// It owes something from now on: work of mockras' own, and the run of a DLL's code if it [begins](Self::asks).
    pub(super) fn owes(&mut self) {
        self.of_answer = 0;
        self.watchdog.arm(match (self.has_run, &self.log) {
            (false, _) => Limit::FreshWork,
            (true, None) => Limit::OwnWork,
            (true, Some(_)) => Limit::Both,
        });
    }

    /// Code of a DLL begins to run in it. Where the beat tells how long, this was in the time that it has.
    pub(super) fn asks(&mut self) {
        if self.log.is_none() || !self.has_run {
            self.watchdog.arm(Limit::Callout);
        }
        self.has_run = true;
    }

    /// Whether native code has run in it: then nothing that it says need be true.
    pub(super) fn may_lie(&self) -> bool {
        self.is_native && self.has_run
    }

    /// It owes its end, before which code of DLLs may run.
    pub(super) fn owes_end(&mut self) {
        self.watchdog.arm(Limit::Callout);
    }

    /// It owes nothing any more.
    pub(super) fn owes_nothing(&self) {
        self.watchdog.disarm();
    }

    /// Waits for the next message, for as long as there is for what it owes.
    ///
    /// # Errors
    ///
    /// How it has ended, if it has, when all that it had said is told. It has been waited for, and its descendants are
    /// gone.
    pub(super) fn next(&mut self) -> Result<FromChild, ChildEnd> {
        if self.ended.is_none() {
            let ending = match self.exchange() {
                Ok(Some(FromChild::Crash(crash))) => self.end(Some(ChildEnd::Crashed(Box::new(crash)))),
                Ok(Some(FromChild::Exiting)) => self.end_by_exit(),
                Ok(Some(FromChild::Bug(text))) if self.may_lie() => {
                    self.watchdog.kill();
                    self.end(Some(ChildEnd::Failed(hello::excerpt(&text))))
                }
                Ok(Some(message)) => {
                    let length = (frame::HEAD + self.body.len()) as u64;
                    self.of_answer += length;
                    self.of_play += length;
                    if self.of_answer <= frame::ANSWER_MAX.into() && self.of_play <= frame::PLAY_MAX.into() {
                        self.received += length;
                        return Ok(message);
                    }
                    self.watchdog.kill();
                    self.end(Some(ChildEnd::Chattered))
                }
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    self.watchdog.kill();
                    self.end(Some(ChildEnd::Garbled))
                }
                Ok(None) | Err(_) => self.end(None),
            };
            self.watchdog.disarm();
            self.unsent = if ending == ChildEnd::Chattered { VecDeque::new() } else { self.unsent() };
            self.ended = Some(ending);
        }
        match (self.unsent.pop_front(), &self.ended) {
            (Some(message), _) => Ok(message),
            (None, Some(ending)) => Err(ending.clone()),
            (None, None) => Err(ChildEnd::Garbled),
        }
    }

    /// Ends it since its last message makes no sense: it is not itself any more. What it had said before is told still.
    pub(super) fn discredit(&mut self) {
        if self.ended.is_some() {
            self.unsent.clear();
            return;
        }
        self.watchdog.kill();
        self.ended = Some(self.end(Some(ChildEnd::Garbled)));
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
        // What comes is the answer to one call, or a whole run.
        if self.output.buffer().is_empty() && !self.is_together {
            look_out(&self.output.get_ref().pipe);
        }
        frame::take(&mut self.output, &mut self.body)
    }

    fn end_by_exit(&mut self) -> ChildEnd {
        self.command = None;
        match self.end(None) {
            ChildEnd::Left { code, .. } => ChildEnd::Left { code, by_exit: true },
            other => other,
        }
    }

    /// Waits for its end. What it has said of it goes before what the system says.
    fn end(&mut self, said: Option<ChildEnd>) -> ChildEnd {
        let process = &mut self.process;
        let status = self.watchdog.bury(|| process.wait());
        match (said, status) {
            (Some(said), _) => said,
            _ if self.watchdog.has_killed() == Killed::Late => ChildEnd::Hung,
            _ if self.watchdog.has_killed() == Killed::Interrupted => ChildEnd::Interrupted,
            (None, Ok(status)) => match &self.command {
                Some(command) => ChildEnd::of(status).through(command),
                None => match ChildEnd::of(status) {
                    ChildEnd::Left { code, .. } if code == i32::from(sanitizer::REPORTED) => {
                        let said = sanitizers::reported(&self.capture.text());
                        said.map_or(ChildEnd::Left { code, by_exit: false }, ChildEnd::Reported)
                    }
                    other => other,
                },
            },
            (None, Err(error)) => ChildEnd::Lost(error.to_string()),
        }
    }

    /// What it has written since this was last asked.
    pub(super) fn written(&self) -> Captured {
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
