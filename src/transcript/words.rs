//! How both forms spell small values of the model, each next to the function that reads it back.

use std::fmt;
use std::str::FromStr;

use super::error::expected;
use crate::model::{EntryPoint, Instance, Process, Slot, UNWRITTEN, Via};
use crate::ras::{Callout, Code, ResultKind, WordError};

/// Writes process and place in the registry as `conn/1`. Places count from 1, as in `dll 1`.
impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.process, u32::from(self.dll) + 1)
    }
}

impl FromStr for Instance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || expected("a process and a DLL such as `conn/1`", text);
        let (process, number) = text.split_once('/').ok_or_else(wrong)?;
        let number: u32 = number.parse().map_err(|_| wrong())?;
        let dll = number.checked_sub(1).and_then(|dll| u8::try_from(dll).ok()).ok_or_else(wrong)?;
        Ok(Self { process: process.parse::<Process>().map_err(|_| wrong())?, dll })
    }
}

/// Writes `AcceptNewLink`, with a star if it was found through its slot of the callbacks table.
impl fmt::Display for EntryPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = match self.via {
            Via::Export => "",
            Via::Slot => "*",
        };
        write!(f, "{}{star}", self.callout)
    }
}

impl FromStr for EntryPoint {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let (callout, via) = match text.strip_suffix('*') {
            Some(callout) => (callout, Via::Slot),
            None => (text, Via::Export),
        };
        Ok(Self { callout: callout.parse()?, via })
    }
}

/// A `BOOL`, as a DLL may leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Truth(pub(super) u32);

impl Truth {
    const NAMES: [(u32, &'static str); 3] = [(0, "FALSE"), (1, "TRUE"), (UNWRITTEN, "poison")];
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::NAMES.iter().find(|(value, _)| *value == self.0) {
            Some((_, name)) => f.write_str(name),
            None => self.0.fmt(f),
        }
    }
}

impl FromStr for Truth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = Self::NAMES.iter().find(|(_, name)| *name == text);
        match named {
            Some((value, _)) => Ok(Self(*value)),
            None => text
                .parse()
                .map(Self)
                .map_err(|_| expected("FALSE, TRUE, poison or a number below 2^32", text)),
        }
    }
}

/// The value of the return register, spelled as the function declares its result.
pub(crate) fn result_text(value: u32, kind: ResultKind) -> String {
    match kind {
        ResultKind::Verdict => Truth(value).to_string(),
        ResultKind::Code => Code(value).to_string(),
        ResultKind::Nothing => value.to_string(),
    }
}

/// Reads what [`result_text`] writes; the words of all kinds are distinct.
pub(super) fn read_result(text: &str) -> Result<u32, String> {
    let truth = text.parse().map(|Truth(value)| value);
    let code = || text.parse().map(|Code(value)| value);
    truth.or_else(|_| code()).map_err(|_| expected("TRUE, FALSE, a code such as NO_ERROR, or a number", text))
}

const ALIKE: [(&str, Slot); 3] = [("none", Slot::Null), ("poison", Slot::Poison), ("all", Slot::Set)];

/// The slots that hold something, separated by commas, with `?` before those that hold poison; a single word if all
/// slots are alike.
pub(super) fn slots_text(slots: &[Slot; 12]) -> String {
    if let Some((word, _)) = ALIKE.iter().find(|(_, slot)| slots.iter().all(|other| other == slot)) {
        return (*word).to_owned();
    }
    let spelled = Callout::SLOTS.iter().zip(slots).filter_map(|(callout, slot)| match slot {
        Slot::Null => None,
        Slot::Poison => Some(format!("?{callout}")),
        Slot::Set => Some(callout.to_string()),
    });
    spelled.collect::<Vec<_>>().join(",")
}

/// Reads what [`slots_text`] writes.
pub(super) fn read_slots(text: &str) -> Result<[Slot; 12], String> {
    if let Some((_, slot)) = ALIKE.iter().find(|(word, _)| *word == text) {
        return Ok([*slot; 12]);
    }
    let mut slots = [Slot::Null; 12];
    for word in text.split(',') {
        let (name, slot) = match word.strip_prefix('?') {
            Some(name) => (name, Slot::Poison),
            None => (word, Slot::Set),
        };
        let at = name.parse::<Callout>().ok().and_then(Callout::slot);
        let at = at.ok_or_else(|| expected("none, all, poison or slots of the callbacks table", word))?;
        slots[at] = slot;
    }
    Ok(slots)
}
