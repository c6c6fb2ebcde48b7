//! What goes over the wire: frames, each a version, a length and a message. Any bytes can be read: garbage is refused, and
//! never takes more memory than a small multiple of it.

use std::io::{self, Read};

use mockras::dll::Said;
use mockras::model::{Fault, LoadFailure, Loaded, Process, Reply};
use mockras::pipeline::{Reached, Sample};
use mockras::ras::{Callout, CalloutSet, Function};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ffi::crash::Crash;

/// The version of everything here. Parent and child are mostly the same program; if not, the first frame tells, or what
/// a child says that is reached through a command.
pub(super) const VERSION: u8 = 11;

/// What stands before the system's name of a file that a child tells of, until its parent has compared it with those of
/// other processes.
pub(super) const FILE: &str = "file ";

/// The tags of what is written without this code, because hardly any may run then: the places of these in [`FromChild`].
pub(super) const CRASH: u8 = 2;
pub(super) const EXITING: u8 = 3;

/// What a child may say of one load, callout or unload, and in one scenario. What its parent holds of that takes up to 16
/// times as much memory.
pub(super) const ANSWER_MAX: u32 = 4 << 20;
pub(super) const PLAY_MAX: u32 = 64 << 20;

/// A message that one end sends and the other reads.
pub(super) trait Message: Serialize + DeserializeOwned {
    /// The longest that is read.
    const MAX: u32;
}

/// A scenario takes some 60 bytes a step.
impl Message for ToChild {
    const MAX: u32 = 1 << 30;
}

/// A DLL may have written it: it holds what was said in one callout at most.
impl Message for FromChild {
    const MAX: u32 = ANSWER_MAX;
}

/// What came of a load, an unload or a call, and what the DLL has called and said meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ChildAnswer {
    pub(super) what: AnswerKind,
    pub(super) said: Said,
}

/// What came of a load, an unload, a call or a timer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum AnswerKind {
    Loaded(Result<Loaded, LoadFailure>),
    Unloaded(Result<(), Fault>),
    Replied(Reply),
    /// The timer of a DLL has run.
    Ran(Result<(), Fault>),
}

/// What a parent tells a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ToChild {
    /// Where it may leave what it says, instead of sending it at once.
    Log(String),
    /// Where temporary files go, in a folder that is its own.
    Folder(String),
    /// It is to say what is in this file.
    Look(String),
    /// It is to play this scenario.
    Play(Play),
    /// What the child has to know of what happened elsewhere, or before it was there.
    Answer(ChildAnswer),
    /// The next step of a scenario that comes a step at a time, as a scenario file with this step alone.
    Step(String),
    /// There is no further step.
    NoMore,
}

/// A scenario for a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Play {
    /// The process whose part it plays.
    pub(super) process: Process,
    /// Whether it plays the part of every other process as well.
    pub(super) is_together: bool,
    /// How many of the first answers, of any process, come from the parent.
    pub(super) history: u64,
    /// The seeded fault that every DLL has.
    pub(super) fault: Option<String>,
    /// The scenario as the text of a file; absent if it is the one that this child has played last.
    pub(super) scenario: Option<String>,
    /// The entry points of native DLLs before whose calls the parent ends it.
    pub(super) avoided: CalloutSet,
    /// Whether native DLLs are called on two threads in turn.
    pub(super) on_threads: bool,
    /// How often the scenario, which is a conversation then, is repeated; 0 if it is played as it is.
    pub(super) times: u32,
    /// Whether its steps come one at a time, in the place of those that it has.
    pub(super) is_stepwise: bool,
}

/// What a child tells its parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FromChild {
    /// It is about to run a DLL's code.
    Asking,
    /// What came of running it.
    Answer(ChildAnswer),
    /// A DLL's code has crashed it. Written by a signal handler; nothing else follows.
    Crash(Crash<'static>),
    /// A DLL's code ends it with `exit`. Nothing else follows.
    Exiting,
    /// The scenario is over; the child takes another, or ends by itself if a DLL has left something in it. Where all
    /// processes were played in it, it says whether something has shown that no answer tells.
    Done { is_dirty: bool, shows: bool },
    /// mockras itself has failed in it.
    Bug(String),
    /// A DLL has called this function inside this callout, and will not return from there (REENTRY-03).
    Called(Function, Callout),
    /// A DLL has called or said this. It comes with the answer again, if there is one.
    Told(Said),
    /// What is in the file that it was to look at, as a hash, or why it cannot be read.
    Seen(Result<String, String>),
    /// It ends by itself when it has said what came of this unload: no DLL is loaded in it any more, and one has left
    /// something that no other should meet.
    Leaving,
    /// What it holds while a conversation is repeated.
    Sampled(Sample),
    /// What native DLLs that tell of it have reached in their code, as far as it was not told of this play.
    Reached(Reached),
}

/// How many bytes a frame has before its message.
pub(super) const HEAD: usize = 5;

/// Puts a message into a frame at the end of `out`.
pub(super) fn put<M: Message>(message: &M, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend([VERSION, 0, 0, 0, 0]);
    // What grows takes whatever there is.
    *out = postcard::to_extend(message, std::mem::take(out)).expect("every message has a form in bytes");
    let length = u32::try_from(out.len() - start - HEAD).unwrap_or(u32::MAX);
    out[start + 1..start + HEAD].copy_from_slice(&length.to_le_bytes());
}

/// The next message; `None` if the other end has gone.
///
/// # Errors
///
/// If the bytes are no frame of this version with such a message.
pub(super) fn take<M: Message>(from: &mut impl Read, body: &mut Vec<u8>) -> io::Result<Option<M>> {
    let garbled = || io::Error::from(io::ErrorKind::InvalidData);
    let mut head = [0; HEAD];
    if let Err(error) = from.read_exact(&mut head) {
        return if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    let [version, length @ ..] = head;
    let length = u32::from_le_bytes(length);
    if version != VERSION || length > M::MAX {
        return Err(garbled());
    }
    body.clear();
    // Memory is taken as bytes come, not as the length says.
    if from.take(u64::from(length)).read_to_end(body)? < length as usize {
        return Ok(None);
    }
    match postcard::take_from_bytes(body) {
        Ok((message, [])) => Ok(Some(message)),
        _ => Err(garbled()),
    }
}

#[cfg(test)]
mod tests {
    use mockras::dll::Notice;
    use mockras::dll::admin::Answered;
    use mockras::model::{CallbacksTable, Request, Returned, Slot, Wrote};
    use mockras::pipeline::Edge;
    use mockras::ras::{Code, Name};
    use proptest::prelude::*;

    use super::*;

    fn answers() -> Vec<ChildAnswer> {
        let table = CallbacksTable { revision: 2, slots: [Slot::Set; 12] };
        let returned =
            |wrote| Returned { value: Some(5), wrote, scribbled: vec!["RAS_PORT_0.dwFlags".to_owned()] };
        let whats = [
            AnswerKind::Loaded(Ok(Loaded {
                exports: [Callout::InitializeDll, Callout::AcceptNewLink].into_iter().collect(),
                has_timer: true,
            })),
            AnswerKind::Loaded(Err(LoadFailure::Missing)),
            AnswerKind::Loaded(Err(LoadFailure::Unusable("no ELF".to_owned()))),
            AnswerKind::Loaded(Err(LoadFailure::Faulted(Fault::of_process("crash")))),
            AnswerKind::Unloaded(Ok(())),
            AnswerKind::Unloaded(Err(Fault::of_call("panic"))),
            AnswerKind::Replied(Reply::Returned(Returned::default())),
            AnswerKind::Replied(Reply::Returned(returned(Wrote::Table(table)))),
            AnswerKind::Replied(Reply::Returned(returned(Wrote::Ipv4([10, 0, 0, 1].into(), 7)))),
            AnswerKind::Replied(Reply::Returned(returned(Wrote::Ipv6([9; 16].into(), 0)))),
            AnswerKind::Replied(Reply::Faulted(Fault::of_call("é"))),
            AnswerKind::Ran(Ok(())),
            AnswerKind::Ran(Err(Fault::of_process("timeout"))),
        ];
        let noticed = vec![
            Notice::Called(Function::PortEnum),
            Notice::CalledAside(Function::UserSetInfo),
            Notice::Overran("1 byte".to_owned()),
            Notice::Left("x".to_owned()),
            Notice::Kept("y".to_owned()),
            Notice::Answered(Answered {
                function: Function::PortEnum,
                about: "level 0".to_owned(),
                result: Code(234),
                read: Some(1),
            }),
            Notice::CalledOutside(Function::PortEnum),
            Notice::Misfreed("y".to_owned()),
            Notice::Shares("z".to_owned()),
        ];
        let port = || Name::from_units(&[0xd800, 0x20]);
        let requests = vec![
            Request::DisconnectPort(port()),
            Request::ResetPort(Name::default()),
            Request::ClearPort(port()),
            Request::ClearConnection(7),
            Request::RemoveQuarantine(u32::MAX),
        ];
        let said = Said { notes: vec![String::new(), "a\nb".to_owned()], noticed, requests };
        whats.into_iter().map(|what| ChildAnswer { what, said: said.clone() }).collect()
    }

    fn read_back<M: Message + PartialEq + std::fmt::Debug>(messages: &[M]) {
        let mut bytes = Vec::new();
        messages.iter().for_each(|message| put(message, &mut bytes));
        let mut from = &bytes[..];
        let mut body = Vec::new();
        for message in messages {
            assert_eq!(take::<M>(&mut from, &mut body).expect("a frame").as_ref(), Some(message));
        }
        assert!(take::<M>(&mut from, &mut body).expect("the end").is_none());
        // What is cut off anywhere is the end as well.
        for length in 0..bytes.len() {
            let mut from = &bytes[..length];
            while take::<M>(&mut from, &mut body).expect("frames").is_some() {}
        }
    }

    #[test]
    fn messages_read_back() {
        let play = |fault: Option<&str>, scenario: Option<&str>| {
            let (fault, scenario) = (fault.map(str::to_owned), scenario.map(str::to_owned));
            let avoided = [Callout::AcceptNewLink].into_iter().collect();
            ToChild::Play(Play {
                is_together: true,
                process: Process::Addresses,
                history: 3,
                fault,
                scenario,
                avoided,
                on_threads: true,
                times: 3,
                is_stepwise: true,
            })
        };
        let mut to_child: Vec<ToChild> = answers().into_iter().map(ToChild::Answer).collect();
        to_child.extend([play(None, Some("steps = []")), play(Some("panic"), None)]);
        to_child.push(ToChild::Folder("/tmp/mockras-a".to_owned()));
        to_child.push(ToChild::Log("/proc/1/fd/3".to_owned()));
        to_child.push(ToChild::Look(r"Z:\gate.dll".to_owned()));
        to_child.extend([ToChild::Step("steps = []".to_owned()), ToChild::NoMore]);
        read_back(&to_child);
        let mut from_child: Vec<FromChild> = answers().into_iter().map(FromChild::Answer).collect();
        from_child.extend(
            [Ok("xxh3:0"), Err("no such file")]
                .map(|seen| FromChild::Seen(seen.map(str::to_owned).map_err(str::to_owned))),
        );
        let name = "SIGSEGV".into();
        let crash =
            Crash { number: 11, name, address: 1 << 40, module: "/lib/a.so".into(), ..Crash::default() };
        from_child.extend([
            FromChild::Asking,
            FromChild::Crash(crash),
            FromChild::Exiting,
            FromChild::Leaving,
            FromChild::Reached(Reached {
                edges: vec![Edge { id: u64::MAX, often: 7 }],
                known: vec![(1, 2)],
                numbers: vec![300],
                names: vec![Name::from("zq")],
            }),
        ]);
        from_child
            .extend([FromChild::Done { is_dirty: true, shows: false }, FromChild::Bug("no".to_owned())]);
        read_back(&from_child);
    }

    #[test]
    fn other_versions_and_long_frames_are_refused() {
        let mut body = Vec::new();
        let kind = |bytes: &[u8], body: &mut Vec<u8>| {
            take::<FromChild>(&mut &bytes[..], body).map(drop).map_err(|error| error.kind())
        };
        assert_eq!(kind(&[VERSION, 1, 0, 0, 0, 0], &mut body), Ok(()));
        for garbage in [
            &[VERSION + 1, 1, 0, 0, 0, 0][..],
            &[VERSION, 255, 255, 255, 255, 0],
            &[VERSION, 1, 0, 0, 0, 99],
            &[VERSION, 2, 0, 0, 0, 0, 0],
            b"Hello, world",
        ] {
            assert_eq!(kind(garbage, &mut body), Err(io::ErrorKind::InvalidData), "{garbage:?}");
        }
    }

    proptest! {
        #[test]
        fn garbage_is_read_to_its_end(bytes in proptest::collection::vec(any::<u8>(), 0..400), framed: bool) {
            let mut body = Vec::new();
            let mut all = bytes.clone();
            if framed {
                all = vec![VERSION];
                all.extend(u32::try_from(bytes.len()).expect("few").to_le_bytes());
                all.extend(&bytes);
            }
            let mut from = &all[..];
            while let Ok(Some(_)) = take::<ToChild>(&mut from, &mut body) {}
            let mut from = &all[..];
            while let Ok(Some(message)) = take::<FromChild>(&mut from, &mut body) {
                // Whatever was read holds no more than what was there.
                let length = format!("{message:?}").len();
                prop_assert!(length < 200 * (1 + bytes.len()), "{}", length);
            }
            prop_assert!(body.capacity() <= 2 * all.len() + 64);
        }

        #[test]
        fn changed_messages_are_read_to_their_end(which in 0..11usize, at in any::<usize>(), byte in any::<u8>()) {
            let mut bytes = Vec::new();
            put(&FromChild::Answer(answers().swap_remove(which)), &mut bytes);
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = take::<FromChild>(&mut &bytes[..], &mut Vec::new());
        }
    }
}
