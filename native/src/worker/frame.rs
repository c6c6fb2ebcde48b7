//! What goes over the wire: frames, each a version, a length and a message.

use std::io::{self, Read};

use super::wire::{Wire, structures, variants};
use mockras::dll::Said;
use mockras::model::{Fault, LoadFailure, Loaded, Process, Reply};
use mockras::pipeline::Sample;
use mockras::ras::{Callout, CalloutSet, Function};

/// The version of everything here. Parent and child are mostly the same program; if not, the first frame tells, or what
/// a child says that is reached through a command.
pub(super) const VERSION: u8 = 8;

/// What stands before the system's name of a file that a child tells of, until its parent has compared it with those of
/// other processes.
pub(super) const FILE: &str = "file ";

/// The tags of what is written without this code, because hardly any may run then.
pub(super) const CRASH: u8 = 2;
pub(super) const EXITING: u8 = 3;

/// What a child may say of one load, callout or unload, and in one scenario. What its parent holds of that takes up to 16
/// times as much memory.
pub(super) const ANSWER_MAX: u32 = 4 << 20;
pub(super) const PLAY_MAX: u32 = 64 << 20;

/// A message that one end sends and the other reads.
pub(super) trait Message: Wire {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChildAnswer {
    pub(super) what: AnswerKind,
    pub(super) said: Said,
}

/// What came of a load, an unload, a call or a timer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AnswerKind {
    Loaded(Result<Loaded, LoadFailure>),
    Unloaded(Result<(), Fault>),
    Replied(Reply),
    /// The timer of a DLL has run.
    Ran(Result<(), Fault>),
}

/// What a parent tells a child.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// A scenario for a child.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// What a child tells its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FromChild {
    /// It is about to run a DLL's code.
    Asking,
    /// What came of running it.
    Answer(ChildAnswer),
    /// A DLL has called this function inside this callout, and will not return from there (REENTRY-03).
    Called(Function, Callout),
    /// A DLL has called or said this. It comes with the answer again, if there is one.
    Told(Said),
    /// A DLL's code has crashed it. Written by a signal handler; nothing else follows.
    Crash(Crash),
    /// A DLL's code ends it with `exit`. Nothing else follows.
    Exiting,
    /// It ends by itself when it has said what came of this unload: no DLL is loaded in it any more, and one has left
    /// something that no other should meet.
    Leaving,
    /// The scenario is over; the child takes another, or ends by itself if a DLL has left something in it. Where all
    /// processes were played in it, it says whether something has shown that no answer tells.
    Done { is_dirty: bool, shows: bool },
    /// What is in the file that it was to look at, as a hash, or why it cannot be read.
    Seen(Result<String, String>),
    /// mockras itself has failed in it.
    Bug(String),
    /// What it holds while a conversation is repeated.
    Sampled(Sample),
}

/// What a crash handler knows of a crash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Crash {
    /// The signal, or the exception code.
    pub(super) number: u32,
    /// The name of that number where the child runs; empty if it has none.
    pub(super) name: String,
    /// Whether it is about an address at all.
    pub(super) is_access: bool,
    /// The address that the crash is about.
    pub(super) address: u64,
    /// Whether the address is where the stack ends.
    pub(super) is_stack: bool,
    /// Whether it is a thread that a DLL has started, not the one that calls.
    pub(super) is_aside: bool,
    /// What lies at the address, if it is in an argument or beside one.
    pub(super) place: String,
    /// `reading`, `writing`, or nothing if nobody knows.
    pub(super) doing: String,
    /// The file of the code that ran, and how far into it; empty if that is in no file.
    pub(super) module: String,
    pub(super) offset: u64,
    /// How far into it the callers of that code are, as far as they are in the same file, the nearest first.
    pub(super) callers: Vec<u64>,
    /// Whether the library that keeps the heap has found it broken.
    pub(super) is_heap: bool,
    /// The type of the C++ exception that nobody caught, as compilers spell it; empty if there is none.
    pub(super) exception: String,
}

structures! {
    ChildAnswer { what, said }
    Play { process, is_together, history, fault, scenario, avoided, on_threads, times }
    // `ffi::crash` writes one without this code.
    Crash {
        number, name, is_access, address, is_stack, is_aside, place, doing, module, offset, callers, is_heap, exception
    }
}

variants! {
    AnswerKind {
        0 => Loaded(result),
        1 => Unloaded(result),
        2 => Replied(reply),
        3 => Ran(result),
    }
    ToChild {
        0 => Play(play),
        1 => Answer(answer),
        2 => Log(path),
        3 => Look(path),
        4 => Folder(path),
    }
    FromChild {
        0 => Asking,
        1 => Answer(answer),
        CRASH => Crash(crash),
        EXITING => Exiting,
        4 => Done { is_dirty, shows },
        5 => Bug(message),
        6 => Called(function, inside),
        7 => Told(said),
        8 => Seen(seen),
        9 => Leaving,
        10 => Sampled(sample),
    }
}

/// How many bytes a frame has before its message.
pub(super) const HEAD: usize = 5;

/// Puts a message into a frame at the end of `out`.
pub(super) fn put<M: Message>(message: &M, out: &mut Vec<u8>) {
    out.push(VERSION);
    let at = out.len();
    0u32.put(out);
    message.put(out);
    let length = u32::try_from(out.len() - at - 4).unwrap_or(u32::MAX);
    out[at..at + 4].copy_from_slice(&length.to_le_bytes());
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
    let mut rest = &body[..];
    let message = M::take(&mut rest).filter(|_| rest.is_empty()).ok_or_else(garbled)?;
    Ok(Some(message))
}
