//! The main loop of a child.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::ending::SPEECHLESS;
use super::frame::{self, FromChild, Play, ToChild};
use super::hello::Hello;
use super::link::{Link, tell_at_once};
use super::local::Local;
use super::sampler::{Sampler, TakenBy};
use super::traces::Traces;
use crate::ffi::{Relay, coverage, crash, keep_copies, named, process, recorder, sanitizer};
use mockras::dll::{Host, Registered, Said, admin, in_callout};
use mockras::generate::fault;
use mockras::pipeline::{Conversation, Driver, play_on};
use mockras::ras::{Callout, Function};
use mockras::scenario::{DLL_MAX_BYTES, Scenario, read_file};

/// [`FromChild::Exiting`] in a frame.
const EXITING: &[u8] = &[frame::VERSION, 1, 0, 0, 0, frame::EXITING];

/// Who started a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Its parent started it.
    Parent,
    /// A command started it that leads to its parent, which may be on another system.
    Command,
}

/// `EX_SOFTWARE` of sysexits.h.
const BUG: u8 = 70;

/// The message of the first panic of mockras itself, not of a DLL.
static BUG_TEXT: Mutex<String> = Mutex::new(String::new());

/// What the main function of a child process does, from its start to its end: nothing else may have been done with
/// standard input and output before. [`Isolated`](super::Isolated) starts it and sends it scenarios.
pub fn child() -> ExitCode {
    begun(By::Parent)
}

/// What the main function of a child does that is reached [through a command](super::Isolated::through_a_command).
pub fn remote_child() -> ExitCode {
    begun(By::Command)
}

fn begun(by: By) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        if !in_callout() {
            let mut text = BUG_TEXT.lock().unwrap_or_else(PoisonError::into_inner);
            if text.is_empty() {
                *text = panic.to_string();
            }
        }
    }));
    let is_remote = by == By::Command;
    process::keep_heap_checks();
    sanitizer::begin();
    let taken = process::take_streams(!is_remote).and_then(|(streams, place)| {
        let streams = process::end_with_parent(streams, is_remote)?;
        crash::install(&streams.output, frame::VERSION, frame::CRASH)?;
        process::tell_of_exit(&streams.output, EXITING);
        recorder::watchdog(true);
        recorder::before_end(Some(called));
        admin::listen(told);
        if is_remote {
            (&streams.output).write_all(Hello::own().line().as_bytes())?;
        }
        Ok((streams, place))
    });
    // Then there is nobody to tell either: the parent sees the code.
    let Ok((streams, place)) = taken else { return ExitCode::from(SPEECHLESS) };
    let mut link = Link::new(streams);
    let mut traces = Traces::new(place);
    let served = catch_unwind(AssertUnwindSafe(|| serve(&mut link, &mut traces)));
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => {
            let text = BUG_TEXT.lock().unwrap_or_else(PoisonError::into_inner).replace('\n', " ");
            link.put(&FromChild::Bug(text));
            link.send();
            process::end_now(i32::from(BUG))
        }
    }
}

/// Tells of a forbidden call that does not return, on whatever thread, while the main one may be in a callout.
fn called(function: Function, inside: Callout) {
    tell_at_once(&FromChild::Called(function, inside));
}

/// Tells what a DLL has called or said, on whatever thread.
fn told(said: Said) {
    tell_at_once(&FromChild::Told(said));
}

fn serve(link: &mut Link, traces: &mut Traces) {
    let mut scenario = Scenario::default();
    let mut relay: Option<Relay> = None;
    while let Some(message) = link.next() {
        let play = match message {
            ToChild::Play(play) => play,
            ToChild::Log(path) => {
                link.with(|out| out.log = process::SharedLog::open(&path).ok());
                continue;
            }
            ToChild::Folder(path) => {
                process::clean_up_at_end(&path);
                keep_copies();
                traces.folder = Some(PathBuf::from(path));
                continue;
            }
            ToChild::Look(path) => {
                link.put(&FromChild::Seen(seen(&path)));
                continue;
            }
            ToChild::Answer(_) | ToChild::Step(_) | ToChild::NoMore => {
                panic!("a child was told {message:?} before it played")
            }
        };
        if let Some(text) = &play.scenario {
            scenario = Scenario::parse(text, "<parent>").expect("scenarios read back");
        }
        if play.on_threads && relay.is_none() {
            // Without another thread, all is as it would be on one.
            relay = Relay::start().ok();
            traces.know_threads();
        }
        perform(&play, &scenario, relay.as_mut().filter(|_| play.on_threads), link, traces);
        process::flush_c_streams();
        link.put(&FromChild::Done { is_dirty: traces.is_dirty, shows: traces.shows });
        link.send();
        if traces.is_dirty {
            // What else a DLL has for the end of its process, it does now.
            process::end_in_order();
        }
    }
}

/// A hash that stands for what is in a file, or why it cannot be read.
fn seen(path: &str) -> Result<String, String> {
    let bytes = read_file(Path::new(path), "a DLL", DLL_MAX_BYTES).map_err(|error| error.to_string())?;
    Ok(format!("xxh3:{:032x}", xxh3_128(&bytes)))
}

fn perform(
    play: &Play,
    scenario: &Scenario,
    relay: Option<&mut Relay>,
    link: &mut Link,
    traces: &mut Traces,
) {
    link.is_together(play.is_together);
    traces.begin(play.is_together);
    coverage::begin();
    let dlls = dlls(scenario, play.fault.as_deref());
    let host = Host::new(&dlls[..], scenario.profile, scenario.policy).with_hostile(scenario.hostile);
    let host = host.surrounded_by(scenario);
    let conversation = (play.times > 0).then(|| Conversation { cycle: scenario.clone(), times: play.times });
    let whole = conversation.as_ref().map(Conversation::whole);
    let taken = TakenBy::default();
    let mut sampler = Sampler::new(play.process, conversation.as_ref(), &taken);
    let local = Local::new(host, play, scenario, relay, (link, traces), &taken);
    if play.is_stepwise {
        let mut driver = Driver::new(scenario, dlls.len(), local);
        while let Some(step) = driver.host().step() {
            driver.step(step, &mut sampler);
        }
        drop(driver.finish(&mut sampler));
    } else {
        play_on(whole.as_ref().unwrap_or(scenario), dlls.len(), local, &mut sampler);
    }
    traces.end();
}

/// The DLLs of a scenario, with a seeded fault or without.
///
/// # Panics
///
/// If no seeded fault has that name.
pub(super) fn dlls(scenario: &Scenario, fault: Option<&str>) -> Vec<Registered> {
    let dlls = named(scenario);
    match fault {
        None => dlls,
        Some(name) => {
            let fault = fault::named(name).expect("parent and child know the same faults");
            dlls.into_iter().map(|dll| fault.wrap(dll)).collect()
        }
    }
}
