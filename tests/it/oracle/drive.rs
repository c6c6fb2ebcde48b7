//! The service under test, driven at its seam: which calls it makes, and what each gave back.

use std::fmt;
use std::sync::Arc;

use mockras::model::{
    Ask, CallbacksTable, Fault, Input, Output, Process, Question, Reply, Returned, Service, Slot, Wrote,
};
use mockras::ras::{Callout, Profile, ResultKind};

use super::case::{Answer, Case};

/// A call that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) process: Process,
    pub(super) dll: usize,
    pub(super) callout: Callout,
    pub(super) answer: Answer,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} dll {} {} -> {:?}", self.process, self.dll, self.callout, self.answer)
    }
}

/// Plays the case, and lists the calls.
pub(super) fn calls(case: &Case) -> Vec<Call> {
    let count = u8::try_from(case.dlls.len()).expect("few");
    let mut service = Service::new(Profile::default(), case.policy, count);
    let mut calls: Vec<Call> = Vec::new();
    for (number, step) in (1..).zip(&case.steps) {
        service.handle(Input::Step { number, step: Arc::new(step.clone()) });
        while let Some(output) = service.poll() {
            match output {
                Output::Load(instance) => {
                    service.handle(Input::Loaded(Ok(case.dlls[usize::from(instance.dll)].exports.into())));
                }
                Output::Ask(ask) => {
                    let answer = case.answers[calls.len() % case.answers.len()];
                    let dll = usize::from(ask.instance.dll);
                    calls.push(Call {
                        process: ask.instance.process,
                        dll,
                        callout: ask.entry.callout,
                        answer,
                    });
                    service.handle(Input::Reply(reply(case, &ask, answer)));
                }
                Output::Timer(_) => unreachable!("no DLL has one"),
                Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => {}
            }
        }
    }
    calls
}

fn reply(case: &Case, ask: &Ask, answer: Answer) -> Reply {
    let is_good = match answer {
        Answer::Good | Answer::Quiet => true,
        Answer::Bad => false,
        Answer::Fault => return Reply::Faulted(Fault::of_call("it faults")),
        Answer::Death => return Reply::Faulted(Fault::of_process("it dies")),
    };
    let value = match ask.entry.callout.result() {
        ResultKind::Verdict => Some(u32::from(is_good)),
        ResultKind::Code => Some(if is_good { 0 } else { 691 }),
        ResultKind::Nothing => None,
    };
    let notify = u32::from(answer == Answer::Good);
    let wrote = match &ask.question {
        Question::Table(_) => {
            let set = case.dlls[usize::from(ask.instance.dll)].slots;
            let slot = |callout| if set.contains(callout) { Slot::Set } else { Slot::Null };
            Wrote::Table(CallbacksTable { revision: 2, slots: Callout::SLOTS.map(slot) })
        }
        Question::GetIpv4(question) => Wrote::Ipv4(question.address, notify),
        Question::GetIpv6(question) => Wrote::Ipv6(question.address, notify),
        _ => Wrote::Nothing,
    };
    Reply::Returned(Returned { value, wrote, scribbled: Vec::new() })
}
