//! What is told in the transcript of a call that was answered.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ras::{Code, Function};

/// A call of an administration function where it is allowed, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Answered {
    /// The function that was called.
    pub function: Function,
    /// The arguments that matter, such as `level 2, connection 1`; handles are told by what they stand for.
    pub about: String,
    /// The result; of MprAdminIsServiceRunning it is a BOOL.
    pub result: Code,
    /// How many structures a list has handed out.
    pub read: Option<u32>,
}

/// Between the call and its result.
const GIVES: &str = ") = ";

/// Writes `MprAdminConnectionEnum(level 2) = NO_ERROR, 3 read`.
impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}{GIVES}", self.function, self.about)?;
        match (self.function, self.result) {
            (Function::IsServiceRunning, Code(0)) => f.write_str("FALSE")?,
            (Function::IsServiceRunning, Code(1)) => f.write_str("TRUE")?,
            (_, code) => write!(f, "{code}")?,
        }
        match self.read {
            Some(read) => write!(f, ", {read} read"),
            None => Ok(()),
        }
    }
}

impl FromStr for Answered {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || "a call with its result such as `MprAdminPortEnum(level 0) = NO_ERROR, 2 read`".to_owned();
        // What a call is about may hold anything, a result does not.
        let (call, result) = text.rsplit_once(GIVES).ok_or_else(wrong)?;
        let (function, about) = call.split_once('(').ok_or_else(wrong)?;
        let (result, read) = match result.split_once(", ") {
            None => (result, None),
            Some((result, read)) => {
                let read = read.strip_suffix(" read").and_then(|read| read.parse().ok());
                (result, Some(read.ok_or_else(wrong)?))
            }
        };
        let function = function.parse::<Function>().map_err(|error| error.to_string())?;
        let result = match (function, result) {
            (Function::IsServiceRunning, "FALSE") => Code(0),
            (Function::IsServiceRunning, "TRUE") => Code(1),
            (_, result) => result.parse::<Code>().map_err(|error| error.to_string())?,
        };
        Ok(Self { function, about: about.to_owned(), result, read })
    }
}
