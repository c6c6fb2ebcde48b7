//! How a child plays its part: it calls the DLLs of its own process, and is told about the others.

use std::sync::Arc;

use super::frame::{AnswerKind, ChildAnswer, FromChild, Play};
use super::link::Link;
use super::sampler::TakenBy;
use super::traces::Traces;
use crate::ffi::{self, Relay, coverage, meter, process, sanitizer};
use mockras::dll::{Host, Hosting, Live, Said};
use mockras::model::{Ask, Fault, Instance, LoadFailure, Loaded, Process, Reply};
use mockras::ras::{Callout, CalloutSet};
use mockras::scenario::{Scenario, Step};

/// The DLLs as the model of a child drives them.
pub(super) struct Local<'a> {
    host: Host<'a>,
    process: Process,
    /// Whether it plays all processes.
    is_together: bool,
    /// How many answers of the past are still to come.
    history: u64,
    /// The files of the DLLs, in registry order.
    files: Vec<Option<String>>,
    /// The entry points of native DLLs that are not called: the parent ends this process there.
    avoided: CalloutSet,
    /// The DLLs that are loaded here.
    loaded: Vec<Instance>,
    /// How many libraries there were before they were loaded.
    libraries: Option<u64>,
    /// The other thread that calls native DLLs, if two do in turn, and how many calls there were in each process.
    relay: Option<&'a mut Relay>,
    calls: [u32; Process::ALL.len()],
    link: &'a mut Link,
    traces: &'a mut Traces,
    /// What calls have taken, if that is measured.
    taken: &'a TakenBy,
}

impl<'a> Local<'a> {
    pub(super) fn new(
        host: Host<'a>,
        play: &Play,
        scenario: &Scenario,
        relay: Option<&'a mut Relay>,
        (link, traces): (&'a mut Link, &'a mut Traces),
        taken: &'a TakenBy,
    ) -> Self {
        let files = scenario.specs().into_iter().map(|dll| dll.path).collect();
        let libraries = process::library_count();
        Self {
            host,
            process: play.process,
            is_together: play.is_together,
            history: play.history,
            files,
            avoided: play.avoided,
            loaded: Vec::new(),
            libraries,
            relay,
            calls: [0; Process::ALL.len()],
            link,
            traces,
            taken,
        }
    }

    /// Notes whether a library has stayed that was unloaded. It keeps what is in its statics, so the next scenario gets
    /// another child.
    fn look_for_remains(&mut self, instance: Instance) {
        if self.libraries.is_some() && process::library_count() == self.libraries {
            return;
        }
        if let Some(Some(file)) = self.files.get(usize::from(instance.dll)) {
            self.traces.is_dirty |= ffi::is_resident(file);
        }
    }

    /// The next step of a scenario that comes a step at a time.
    pub(super) fn step(&mut self) -> Option<Arc<Step>> {
        self.link.step()
    }

    /// What the parent tells of this instance, unless the next answer is this child's own to find.
    fn told(&mut self, instance: Instance) -> Option<ChildAnswer> {
        let is_past = self.history > 0;
        self.history = self.history.saturating_sub(1);
        let is_elsewhere = instance.process != self.process && !self.is_together;
        (is_past || is_elsewhere).then(|| self.link.told())
    }

    /// Lets code of a DLL run. The parent is told before and after.
    fn run<T>(&mut self, is_load: bool, code: impl FnOnce(&mut Host<'_>) -> T) -> T {
        self.link.asking(is_load);
        let done = code(&mut self.host);
        self.link.asked();
        done
    }

    /// The same for a call, which may be the other thread's turn. Which it is follows no period, so that no function is always
    /// called on the same.
    fn call<T>(&mut self, native: Option<Process>, code: impl FnOnce(&mut Host<'_>) -> T) -> T {
        let (Some(relay), Some(process)) = (self.relay.as_mut(), native) else {
            return self.run(false, code);
        };
        let calls = &mut self.calls[process as usize];
        *calls += 1;
        if calls.count_ones().is_multiple_of(2) {
            return self.run(false, code);
        }
        self.link.asking(false);
        let (host, link) = (&mut self.host, &mut *self.link);
        relay.run(|| {
            let done = code(host);
            link.asked();
            done
        })
    }

    /// Tells the parent what came of something. Nobody else wants to know what was said, but what was asked for.
    fn answer(&mut self, what: AnswerKind, said: Said) -> Said {
        let kept = Said::requests(said.requests.clone());
        let reached = coverage::take();
        if !reached.is_empty() {
            self.link.put(&FromChild::Reached(reached));
        }
        self.link.answer(ChildAnswer { what, said });
        kept
    }
}

/// Fails because an answer is of the wrong kind: parent and child have lost step.
fn lost_step(answer: &AnswerKind) -> ! {
    panic!("parent and child play the same scenario, but the child was told {answer:?}")
}

impl Hosting for Local<'_> {
    fn load(&mut self, instance: Instance) -> (Result<Loaded, LoadFailure>, Said) {
        match self.told(instance) {
            Some(ChildAnswer { what: AnswerKind::Loaded(result), said }) => return (result, said),
            Some(other) => lost_step(&other.what),
            None => {}
        }
        self.loaded.push(instance);
        if let Some(Some(_)) = self.files.get(usize::from(instance.dll)) {
            self.traces.loaded(instance);
        }
        let (result, mut said) = self.run(true, |host| host.load(instance));
        said.noticed.extend(self.traces.look(instance));
        if result.is_err() {
            self.loaded.retain(|loaded| *loaded != instance);
            said.noticed.extend(self.traces.kept_by(instance));
        }
        let kept = self.answer(AnswerKind::Loaded(result.clone()), said);
        (result, kept)
    }

    fn unload(&mut self, instance: Instance) -> (Result<(), Fault>, Said) {
        match self.told(instance) {
            Some(ChildAnswer { what: AnswerKind::Unloaded(result), said }) => return (result, said),
            Some(other) => lost_step(&other.what),
            None => {}
        }
        self.loaded.retain(|loaded| *loaded != instance);
        let threads = self.traces.threads_of(instance);
        let stays = threads.is_some();
        let (result, mut said) = self.run(false, |host| match stays {
            true => (Ok(()), Said::default()),
            false => {
                // As long as the library is there, what its variables lead to is not lost.
                sanitizer::end_if_something_is_lost();
                host.unload(instance)
            }
        });
        said.noticed.extend(threads);
        said.noticed.extend(self.traces.look(instance));
        if !stays {
            // While threads run, who knows.
            said.noticed.extend(self.traces.kept_by(instance));
            self.look_for_remains(instance);
        }
        let is_last = self.loaded.is_empty();
        if is_last {
            self.traces.finish();
        }
        let leaves = is_last && self.traces.is_dirty;
        if leaves {
            self.link.put(&FromChild::Leaving);
        }
        let kept = self.answer(AnswerKind::Unloaded(result.clone()), said);
        if leaves {
            // What else a DLL has for the end of its process, it does now. Nothing else that it does meets another start.
            process::flush_c_streams();
            self.link.send();
            process::end_in_order();
        }
        (result, kept)
    }

    fn ask(&mut self, ask: &Ask, service: &Live) -> (Reply, Said) {
        self.host.serves(service);
        match self.told(ask.instance) {
            Some(ChildAnswer { what: AnswerKind::Replied(reply), said }) => return (reply, said),
            Some(other) => lost_step(&other.what),
            None => {}
        }
        let is_native = matches!(self.files.get(usize::from(ask.instance.dll)), Some(Some(_)));
        if is_native && self.avoided.contains(ask.entry.callout) {
            // The parent learns of the answer before, comes here as well, and ends it.
            while self.link.next().is_some() {}
            process::end_now(0);
        }
        let is_last = ask.entry.callout == Callout::TerminateDll;
        let mut before = Vec::new();
        if is_last {
            before.extend(self.traces.files_written_by(ask.instance));
            before.extend(self.traces.look_before_the_end(ask.instance));
        }
        let (reply, mut said) =
            self.call(is_native.then_some(ask.instance.process), |host| host.ask(ask, service));
        said.noticed.extend(before);
        if meter::is_on() {
            let mut taken = self.taken.borrow_mut();
            let taken = taken.entry((ask.instance.dll, ask.entry.callout)).or_default();
            *taken = meter::sum(taken, &meter::taken());
        }
        said.noticed.extend(self.traces.look_after(ask));
        let kept = self.answer(AnswerKind::Replied(reply.clone()), said);
        (reply, kept)
    }

    fn timer(&mut self, instance: Instance, service: &Live) -> (Result<(), Fault>, Said) {
        match self.told(instance) {
            Some(ChildAnswer { what: AnswerKind::Ran(result), said }) => return (result, said),
            Some(other) => lost_step(&other.what),
            None => {}
        }
        let (result, mut said) = self.run(false, |host| host.timer(instance, service));
        said.noticed.extend(self.traces.look(instance));
        let kept = self.answer(AnswerKind::Ran(result.clone()), said);
        (result, kept)
    }
}

/// A library that was not unloaded because threads run in it must stay. Anything else goes when the scenario is over.
impl Drop for Local<'_> {
    fn drop(&mut self) {
        if self.traces.has_threads {
            self.host.keep_loaded();
        }
    }
}
