//! What goes over the wire: frames, each a version, a length and a message.

use std::io::{self, Read};

use super::wire::Wire;
use mockras::dll::Said;
use mockras::model::{Fault, LoadFailure, Process, Reply};
use mockras::ras::{Callout, CalloutSet, Function};

/// The version of everything here. Parent and child are mostly the same program; if not, the first frame tells, or what
/// a child says that is reached through a command.
pub(super) const VERSION: u8 = 2;

/// The tags of what is written without this code, because hardly any may run then.
pub(super) const CRASH: u8 = 2;
pub(super) const EXITING: u8 = 3;

/// The longest frame that is read. A scenario takes some 60 bytes a step.
const MAX: u32 = 1 << 30;

/// What came of a load, an unload or a call, and what came along with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) what: Answered,
    pub(super) said: Said,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answered {
    Loaded(Result<CalloutSet, LoadFailure>),
    Unloaded(Result<(), Fault>),
    Replied(Reply),
}

/// What a child is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ToChild {
    /// Where it may leave what it says, instead of sending it at once.
    Log(String),
    /// Say what is in this file.
    Look(String),
    /// Play this.
    Play(Play),
    /// What the child has to know of what happened elsewhere, or before it was there.
    Answer(Answer),
}

/// A scenario for a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Play {
    /// The process whose part it plays.
    pub(super) process: Process,
    /// How many of the first answers, of any process, come from the parent.
    pub(super) history: u64,
    /// The seeded fault that every DLL has.
    pub(super) fault: Option<String>,
    /// The scenario as the text of a file; absent if it is the one that this child has played last.
    pub(super) scenario: Option<String>,
}

/// What a child tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FromChild {
    /// It is about to run a DLL's code.
    Asking,
    /// What came of that.
    Answer(Answer),
    /// A DLL has called this function inside this callout, and will not return from there (REENTRY-03).
    Called(Function, Callout),
    /// A DLL has called or said this. It comes with the answer again, if there is one.
    Told(Said),
    /// A DLL's code has crashed it. Written by a signal handler; nothing else follows.
    Crash(Crash),
    /// A DLL's code ends it with `exit`. Nothing else follows.
    Exiting,
    /// The scenario is over; the child takes another, or ends by itself if a DLL has left something in it.
    Done { is_dirty: bool },
    /// What is in the file that it was to look at, as a hash, or why it cannot be read.
    Seen(Result<String, String>),
    /// mockras itself has failed in it.
    Bug(String),
}

impl FromChild {
    /// Whether it has nothing to say after this, and is about to be no more.
    pub(super) fn is_last_word(&self) -> bool {
        matches!(self, Self::Crash(_) | Self::Exiting)
    }
}

/// What a crash handler knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Crash {
    /// The signal, or the exception code.
    pub(super) number: u32,
    /// Its name where the child runs; empty if it has none.
    pub(super) name: String,
    /// Whether it is about an address at all.
    pub(super) is_access: bool,
    /// The address.
    pub(super) address: u64,
    /// Whether it is where the stack ends.
    pub(super) is_stack: bool,
    /// What lies there, if it is beside an argument.
    pub(super) place: String,
    /// `reading`, `writing`, or nothing if nobody knows.
    pub(super) doing: String,
    /// The file of the code that ran, and how far into it; empty if that is in no file.
    pub(super) module: String,
    pub(super) offset: u64,
}

impl Wire for Answer {
    fn put(&self, out: &mut Vec<u8>) {
        match &self.what {
            Answered::Loaded(result) => {
                out.push(0);
                result.put(out);
            }
            Answered::Unloaded(result) => {
                out.push(1);
                result.put(out);
            }
            Answered::Replied(reply) => {
                out.push(2);
                reply.put(out);
            }
        }
        self.said.put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let what = match u8::take(from)? {
            0 => Answered::Loaded(Wire::take(from)?),
            1 => Answered::Unloaded(Wire::take(from)?),
            2 => Answered::Replied(Wire::take(from)?),
            _ => return None,
        };
        Some(Self { what, said: Wire::take(from)? })
    }
}

impl Wire for ToChild {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Play(Play { process, history, fault, scenario }) => {
                out.push(0);
                process.put(out);
                history.put(out);
                fault.put(out);
                scenario.put(out);
            }
            Self::Answer(answer) => {
                out.push(1);
                answer.put(out);
            }
            Self::Log(path) => {
                out.push(2);
                path.put(out);
            }
            Self::Look(path) => {
                out.push(3);
                path.put(out);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => {
                let (process, history) = (Wire::take(from)?, Wire::take(from)?);
                let (fault, scenario) = (Wire::take(from)?, Wire::take(from)?);
                Self::Play(Play { process, history, fault, scenario })
            }
            1 => Self::Answer(Wire::take(from)?),
            2 => Self::Log(Wire::take(from)?),
            3 => Self::Look(Wire::take(from)?),
            _ => return None,
        })
    }
}

impl Wire for FromChild {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Asking => out.push(0),
            Self::Answer(answer) => {
                out.push(1);
                answer.put(out);
            }
            // As `ffi::crash` writes it, without this code.
            Self::Crash(crash) => {
                out.push(CRASH);
                crash.number.put(out);
                crash.name.put(out);
                crash.is_access.put(out);
                crash.address.put(out);
                crash.is_stack.put(out);
                crash.place.put(out);
                crash.doing.put(out);
                crash.module.put(out);
                crash.offset.put(out);
            }
            Self::Exiting => out.push(EXITING),
            Self::Done { is_dirty } => {
                out.push(4);
                is_dirty.put(out);
            }
            Self::Bug(message) => {
                out.push(5);
                message.put(out);
            }
            Self::Called(function, inside) => {
                out.push(6);
                function.put(out);
                inside.put(out);
            }
            Self::Told(said) => {
                out.push(7);
                said.put(out);
            }
            Self::Seen(seen) => {
                out.push(8);
                seen.put(out);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::Asking,
            1 => Self::Answer(Wire::take(from)?),
            CRASH => Self::Crash(Crash {
                number: Wire::take(from)?,
                name: Wire::take(from)?,
                is_access: Wire::take(from)?,
                address: Wire::take(from)?,
                is_stack: Wire::take(from)?,
                place: Wire::take(from)?,
                doing: Wire::take(from)?,
                module: Wire::take(from)?,
                offset: Wire::take(from)?,
            }),
            EXITING => Self::Exiting,
            4 => Self::Done { is_dirty: Wire::take(from)? },
            5 => Self::Bug(Wire::take(from)?),
            6 => Self::Called(Wire::take(from)?, Wire::take(from)?),
            7 => Self::Told(Wire::take(from)?),
            8 => Self::Seen(Wire::take(from)?),
            _ => return None,
        })
    }
}

/// How long a frame is besides its message.
pub(super) const HEAD: usize = 5;

/// Puts a message into a frame at the end of `out`.
pub(super) fn put<M: Wire>(message: &M, out: &mut Vec<u8>) {
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
pub(super) fn take<M: Wire>(from: &mut impl Read, body: &mut Vec<u8>) -> io::Result<Option<M>> {
    let garbled = || io::Error::from(io::ErrorKind::InvalidData);
    let mut head = [0; HEAD];
    if let Err(error) = from.read_exact(&mut head) {
        return if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    let [version, length @ ..] = head;
    let length = u32::from_le_bytes(length);
    if version != VERSION || length > MAX {
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

#[cfg(test)]
mod tests;
